using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Access.Accounts;
using Governance.Server.Demo;
using Governance.Server.Intake.Segments;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.EndToEnd;

/// <summary>Whatever was acknowledged is there, whatever moment the server is killed at.</summary>
public sealed class KilledServerScenario
{
    private const string Deployment = "killed-assistant";

    [Fact]
    public async Task Killed_in_the_middle_nothing_acknowledged_is_missing_and_no_page_is_doubled()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("governance-killed-");
        await using var pager = await PagerStub.StartAsync("a secret of the test", stop);
        await using var server = ServerProcess.On(
            database, folder.FullName, "--OnCall:Secret=a secret of the test", "--OnCall:Ladder:0:Recipient=officer",
            $"--OnCall:Ladder:0:Url={new Uri(pager.Address, "/page/officer")}", "--OnCall:Ladder:0:WaitSeconds=1",
            "--OnCall:Ladder:1:Recipient=head", $"--OnCall:Ladder:1:Url={new Uri(pager.Address, "/page/head")}",
            "--OnCall:Ladder:1:WaitSeconds=300");
        var link = await InviteAsync(database, folder.FullName, stop);
        await server.StartAsync(stop);
        using var officer = await Persona.SignInAsync("officer", server.Web, link, stop);
        await officer.PostAsync("/api/incidents", new { title = "declared by hand", severity = "sev1" }, stop);

        await using var driver = Driver.Start(
            Path.Combine(folder.FullName, "sent.ndjson"),
            "--endpoint", server.Otlp.ToString().TrimEnd('/'), "--deployment", Deployment, "--rate", "30",
            "--duration", "15", "--signals", "traces,logs", "--delay", "300");
        await Eventually.IsTrueAsync(
            "traffic is flowing", () => driver.Ledger().Count > 100);
        await server.KillAsync();
        await server.StartAsync(stop);
        var failed = await driver.EndAsync(stop);
        await Eventually.IsTrueAsync(
            "both steps of the ladder were paged", () => pager.Pages.Select(p => p.Recipient).Distinct().Count() == 2);
        await server.KillAsync();

        await MissingAsync(database, folder.FullName, driver, failed);
        pager.Pages.GroupBy(page => page.Recipient)
            .ShouldAllBe(pages => pages.Select(page => page.IdempotencyKey).Distinct().Count() == 1);
        folder.Delete(recursive: true);
    }

    /// <summary>An officer with a one-time link, known to every server on this database.</summary>
    private static async Task<string> InviteAsync(TestDatabase database, string folder, CancellationToken stop)
    {
        await using var host = await GovernanceHost.StartAsync(database: database, folder: folder);
        var (_, officer) = await host.Services.GetRequiredService<People>()
            .RegisterAsync("officer", "officer", [Role.SafetyOfficer], Actor.Part("test"), stop);
        return await host.Services.GetRequiredService<SignInLinks>().CreateAsync(officer, ct: stop);
    }

    private static async Task MissingAsync(TestDatabase database, string folder, Driver driver, long failed)
    {
        await using var host = await GovernanceHost.StartAsync(database: database, folder: folder);
        var stored = await StoredAsync(host);
        var sent = driver.Ledger()
            .Where(line => line.Kind is "chat" or "tool" or "agent")
            .Select(line => line.Text("spanId")!)
            .ToList();
        sent.ShouldNotBeEmpty();
        var missing = sent.Except(stored).Count();
        // What the SDK itself gave up on was never acknowledged; everything else must be there.
        ((long)missing).ShouldBeLessThanOrEqualTo(failed, $"{sent.Count} sent, {failed} given up by the SDK");
        stored.Count.ShouldBe(stored.Distinct().Count(), "what was sent again is stored once");
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(GovernanceHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        var reader = host.Services.GetRequiredService<SegmentReader>();
        var store = host.Services.GetRequiredService<EventStore>();
        var head = await store.HeadAsync(stop);
        var spans = new List<string>();
        for (long after = 0; after < head.Position;)
        {
            var page = await store.ReadPageAsync(after, 500, ["behaviour.segment_recorded"], false, stop);
            foreach (var segment in page.Events)
            {
                var observations = await reader.ReadAsync(segment.Position, stop);
                spans.AddRange(observations
                    .Where(o => o.Kind is ObservationKind.Inference or ObservationKind.ToolCall
                        or ObservationKind.AgentStep)
                    .Select(o => o.SpanId!));
            }

            after = page.Through;
        }

        return spans;
    }
}
