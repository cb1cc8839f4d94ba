using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Signals.Backtests;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Governance.SystemTests.Signals;

/// <summary>A back-test whose node dies is begun again by the next one; a cancelled one is not.</summary>
public sealed class BacktestRestartScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_dead_node_was_at_is_begun_again_and_comes_to_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Path.Combine(Path.GetTempPath(), "governance-backtests-" + database.Schema);
        string digest, again, unwanted;
        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
            await StreamAsync(host);
            var first = await AskAsync(officer, until: "now");
            digest = (await EndedAsync(host, first)).Summary!.Digest;
            var until = host.Services.GetRequiredService<BacktestBoard>().Find(first)!.State.Request!.Until;

            // From here on nobody has the duty, as after a crash.
            await host.Services.GetServices<IHostedService>().OfType<BacktestWorker>().Single().StopAsync(Ct);
            again = await AskAsync(officer, $"{until}");
            await host.Services.GetRequiredService<BacktestTable>().WriteAsync(again, ["{}"u8.ToArray()], Ct);
            unwanted = await AskAsync(officer, $"{until}");
            var cancelled = await officer.SendJsonAsync("/signals", $"/api/backtests/{unwanted}/cancel", new { });
            cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using (var host = await GovernanceHost.StartAsync(database: database, folder: folder))
        {
            (await EndedAsync(host, again)).Summary!.Digest.ShouldBe(digest);
            (await EndedAsync(host, unwanted)).Status.ShouldBe(BacktestStatus.Cancelled);
            var rows = await host.Services.GetRequiredService<BacktestTable>().ReadAsync(again, 0, 100, Ct);
            rows.ShouldNotContain("{}", "what the dead node left is gone");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task StreamAsync(GovernanceHost host)
    {
        var wire = new Wire(host, "support", seed: 3);
        for (var i = 0; i < 50; i++)
            wire.Call(TimeProvider.System.GetUtcNow().AddSeconds(-60 + i));
        await wire.SendAsync(Ct);
    }

    private static async Task<string> AskAsync(SignedIn officer, string until)
    {
        object wish = until == "now" ? new { b = new { margins = 2.0 } } : new { until, b = new { margins = 2.0 } };
        using var asked = await officer.SendJsonAsync("/signals", "/api/backtests", wish);
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted, await asked.Content.ReadAsStringAsync(Ct));
        return (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    private static async Task<Backtest> EndedAsync(GovernanceHost host, string id)
    {
        var board = host.Services.GetRequiredService<BacktestBoard>();
        await Eventually.IsTrueAsync(
            "the back-test ends",
            () => board.Find(id)?.State.Status is not (null or BacktestStatus.Running));
        return board.Find(id)!.State;
    }
}
