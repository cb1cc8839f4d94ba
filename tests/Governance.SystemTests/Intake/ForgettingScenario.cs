using System.Net;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>Past the window in which a repetition is recognised nothing is lost, and doubt is marked.</summary>
public sealed class ForgettingScenario
{
    [Fact]
    public async Task What_is_older_than_all_that_is_remembered_is_stored_again_and_marked()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using (var before = await GovernanceHost.StartAsync(database: database, folder: folder.Path))
            await SendAsync(before, Telemetry.Chat(1));
        await database.ExecuteAsync("update intake_seen set at = at - interval '25 hours'");
        await using (var sweeping = await GovernanceHost.StartAsync(database: database, folder: folder.Path))
            await SendAsync(sweeping, Telemetry.Chat(2));
        await database.ExecuteAsync("update intake_forgotten set forgotten_to = now() - interval '1 second'");

        await using var host = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await SendAsync(host, Telemetry.Chat(1), Telemetry.Chat(2));
        (await Stored.ObservationsIn(host)).Select(one => (one.SpanId!, one.MayRepeat)).Order().ShouldBe(
            [("0000000000000001", null), ("0000000000000001", true), ("0000000000000002", null)]);
    }

    private static async Task SendAsync(GovernanceHost host, params string[] spans)
    {
        using var answer = await host.OtlpHttp.SendAsync(
            Telemetry.Spans("desk", spans), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
