using System.Globalization;
using System.Text;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.EventSourcing;
using Governance.Messaging.Outbox;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.OnCall;

/// <summary>The whole server, a real webhook, and incidents that somebody has to be woken for.</summary>
public sealed class EscalationScenario
{
    private const string Secret = "a secret of this test";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_signed_names_the_incident_and_every_attempt_is_a_fact()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        var position = await DeclareAsync(host, "a");

        var page = await OnlyPageAsync(pager);
        page.Recipient.ShouldBe("officer");
        page.Key.ShouldBe("page/a/1/1/officer");
        page.Json.GetProperty("incident").GetString().ShouldBe($"INC-{position}");
        page.Json.GetProperty("severity").GetString().ShouldBe("SEV2");
        page.Json.GetProperty("url").GetString()!.ShouldEndWith("/incidents/a");
        var timestamp = page.Headers["Governance-Timestamp"];
        page.Headers["Governance-Signature"].ShouldBe(WebhookSignature.Of(
            Encoding.UTF8.GetBytes(Secret), timestamp, Encoding.UTF8.GetBytes(page.Body)));
        await EventuallyAsync(host, "a", state =>
            state.Pages[page.Key] is { Outcome: PageOutcome.Accepted, Attempts: 1 });
        (await HistoryAsync(host, "a")).ShouldBe(
        [
            "escalation.escalation_started", "escalation.escalation_step_started", "escalation.page_requested",
            "escalation.page_attempted",
        ]);
    }

    [Fact]
    public async Task An_acknowledgement_stops_the_ladder()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        await DeclareAsync(host, "a");
        await OnlyPageAsync(pager);

        await TransactorOf(host).AppendAsync("a", new IncidentEvent.IncidentAcknowledged(Officer));
        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Paused);
        (await host.Database.ScalarAsync<long>("select count(*) from msg_timer")).ShouldBe(0);
        pager.Pages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_acknowledgement_takes_back_the_page_that_waits_for_another_attempt()
    {
        await using var pager = await Pager.StartAsync();
        pager.Answer = 503;
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        await DeclareAsync(host, "a");
        await EventuallyAsync(host, "a", state => state.Pages.Values.Any(page => page.Attempts == 1));

        await TransactorOf(host).AppendAsync("a", new IncidentEvent.IncidentAcknowledged(Officer));
        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Paused);
        (await host.Database.ScalarAsync<string>("select state from msg_outbox")).ShouldBe("withdrawn");
    }

    [Fact]
    public async Task Without_an_answer_everybody_is_paged_and_the_end_of_the_ladder_is_an_alarm()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 1, 1));
        await DeclareAsync(host, "a");

        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Exhausted);
        pager.Pages.Select(page => page.Key).ShouldBe(["page/a/1/1/officer", "page/a/1/2/manager"]);
        var alarm = host.Services.GetRequiredService<UnansweredLadders>();
        await Eventually.IsTrueAsync("the alarm is up", () => alarm.List().Count == 1);

        await TransactorOf(host).AppendAsync("a", new IncidentEvent.IncidentAcknowledged(Officer));
        await Eventually.IsTrueAsync("the alarm is answered", () => alarm.List().Count == 0);
    }

    [Fact]
    public async Task A_page_that_certainly_reached_nobody_takes_the_next_step_at_once()
    {
        await using var pager = await Pager.StartAsync();
        pager.Answer = 404;
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        await DeclareAsync(host, "a");

        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Exhausted);
        pager.Pages.Select(page => page.Recipient).ShouldBe(["officer", "manager"]);
    }

    [Fact]
    public async Task Low_severity_wakes_nobody_until_it_is_raised()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        var position = await DeclareAsync(host, "a", Severity.Sev4);
        var reactions = host.Services.GetRequiredService<Reactions>();
        await reactions.WaitUntilSettledAsync(Stop);
        (await HistoryAsync(host, "a")).ShouldBeEmpty();

        await TransactorOf(host).AppendAsync(
            "a", new IncidentEvent.SeverityRaised(Severity.Sev4, Severity.Sev1, Officer, "spreads"));
        var page = await OnlyPageAsync(pager);
        page.Json.GetProperty("incident").GetString().ShouldBe($"INC-{position}");
        page.Json.GetProperty("severityWord").GetString().ShouldBe("critical");
    }

    [Fact]
    public async Task A_raised_severity_voids_the_acknowledgement_and_pages_anew()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        await DeclareAsync(host, "a");
        await OnlyPageAsync(pager);
        await TransactorOf(host).AppendAsync("a", new IncidentEvent.IncidentAcknowledged(Officer));
        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Paused);

        await TransactorOf(host).AppendAsync(
            "a", new IncidentEvent.SeverityRaised(Severity.Sev2, Severity.Sev1, Officer, "spreads"));
        await Eventually.IsTrueAsync("the second page", () => pager.Pages.Count == 2);
        pager.Pages.Last().Key.ShouldBe("page/a/2/1/officer");
    }

    [Fact]
    public async Task An_acknowledgement_that_runs_out_goes_on_with_the_next_step()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(Ladder(pager, 600, 600));
        await DeclareAsync(host, "a");
        await OnlyPageAsync(pager);
        await TransactorOf(host).AppendAsync("a", new IncidentEvent.IncidentAcknowledged(Officer));
        await EventuallyAsync(host, "a", state => state.Status is EscalationStatus.Paused);

        await TransactorOf(host).AppendAsync("a", new IncidentEvent.AckExpired(Officer));
        await Eventually.IsTrueAsync("the next step's page", () => pager.Pages.Count == 2);
        pager.Pages.Last().Key.ShouldBe("page/a/1/2/manager");
        (await HistoryAsync(host, "a")).ShouldContain("escalation.escalation_resumed");
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_the_ladder_pages_nobody_twice_and_forgets_nobody()
    {
        await using var pager = await Pager.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await using (var host = await GovernanceHost.StartAsync(Ladder(pager, 2, 600), database))
        {
            await DeclareAsync(host, "a");
            await OnlyPageAsync(pager);
        }

        // What a crash may leave: everything committed, no checkpoint.
        await database.ExecuteAsync("update mt_event_progression set last_seq_id = 0");
        await using var restarted = await GovernanceHost.StartAsync(Ladder(pager, 2, 600), database);
        await EventuallyAsync(restarted, "a", state => state.Step == 2);
        await Eventually.IsTrueAsync("the second page", () => pager.Pages.Count == 2);
        await restarted.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Stop);

        pager.Pages.Select(page => page.Key).ShouldBe(["page/a/1/1/officer", "page/a/1/2/manager"]);
        (await HistoryAsync(restarted, "a")).Count(type => type == "escalation.page_requested").ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_ladder_the_alarm_is_up_at_once()
    {
        await using var host = await GovernanceHost.StartAsync();
        await DeclareAsync(host, "a");

        await Eventually.IsTrueAsync("the alarm is up", async () => (await host.Web.GetStringAsync("/metrics", Stop))
            .Split('\n').Any(line => line.StartsWith("governance_escalations_exhausted", StringComparison.Ordinal)
                && line.EndsWith(" 1", StringComparison.Ordinal)));
    }

    private static string[] Ladder(Pager pager, int firstWait, int secondWait) =>
    [
        $"--OnCall:Secret={Secret}",
        $"--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={pager.UrlOf("officer")}",
        string.Create(CultureInfo.InvariantCulture, $"--OnCall:Ladder:0:WaitSeconds={firstWait}"),
        $"--OnCall:Ladder:1:Recipient=manager", $"--OnCall:Ladder:1:Url={pager.UrlOf("manager")}",
        string.Create(CultureInfo.InvariantCulture, $"--OnCall:Ladder:1:WaitSeconds={secondWait}"),
    ];

    private static Transactor TransactorOf(GovernanceHost host) => host.Services.GetRequiredService<Transactor>();

    private static async Task<long> DeclareAsync(GovernanceHost host, string id, Severity severity = Severity.Sev2) =>
        (await TransactorOf(host).DeclareAsync(id, severity)).ShouldBeOfType<Outcome<Incident>.Committed>().Position;

    private static async Task<Received> OnlyPageAsync(Pager pager)
    {
        await Eventually.IsTrueAsync("a page", () => !pager.Pages.IsEmpty);
        return pager.Pages.ShouldHaveSingleItem();
    }

    private static Task EventuallyAsync(GovernanceHost host, string incident, Func<Escalation, bool> condition) =>
        Eventually.IsTrueAsync("the escalation's state", async () => condition(
            (await TransactorOf(host).ReadAsync(OnCallStreams.Escalation, incident, Stop)).State));

    private static async Task<IReadOnlyList<string>> HistoryAsync(GovernanceHost host, string incident) =>
        [.. (await host.Services.GetRequiredService<EventStore>()
            .FetchStreamAsync(OnCallStreams.Escalation.IdOf(incident), ct: Stop)).Select(fact => fact.Type)];
}
