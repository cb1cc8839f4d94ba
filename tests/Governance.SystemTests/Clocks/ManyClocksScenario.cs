using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Server.Clocks;
using Governance.Server.Incidents.Correlation;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Clocks;

/// <summary>Several regimes at once: acceptance scenario 6, on a moved clock and a real database.</summary>
public sealed class ManyClocksScenario
{
    private static readonly DateTimeOffset s_aware = new(2028, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableSortedSet<Circumstance> s_facts =
    [
        Circumstance.HighRiskProvider, Circumstance.AnnexThree, Circumstance.OwnGeneralPurposeModel,
        Circumstance.CodeSignatory, Circumstance.CaliforniaFrontierDeveloper, Circumstance.NewYorkFrontierDeveloper,
        Circumstance.Death, Circumstance.WeightsExfiltrated, Circumstance.ImminentRisk,
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clocks_warn_and_breach_by_durable_timers_page_and_hold_the_deployment()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new MovedClock();
        await using var node = await StartAsync(database, clock);
        await clock.MoveAsync(s_aware - clock.GetUtcNow());
        await node.Transactor.AppendAsync("a", Declared);

        var started = await TrackedSession.RunAsync(node, database, () => ClassifyAsync(node));
        FactsOf<RegulatoryClockEvent.ClockStarted>(started).Select(fact => fact.Clock).ShouldBe(
        [
            "eu-ai-act-73-4", "eu-ai-act-73-6", "gpai-code-9.3-2", "ca-22757.13-c-1", "ca-22757.13-c-2", "ny-1422-3-a",
            "ny-1422-3-b",
        ]);
        FactsOf<DeploymentEvent.Restricted>(started).ShouldHaveSingleItem().Cause.ShouldBe(RestrictionCause.Clock);
        started.Scheduled.ShouldBe(["clock-tick/a"]);

        var half = await TrackedSession.RunAsync(node, database, () => clock.MoveAsync(TimeSpan.FromHours(13)));
        FactsOf<RegulatoryClockEvent.ClockWarned>(half).Select(fact => (fact.Clock, fact.Warning)).ShouldBe(
            [("ca-22757.13-c-2", ClockWarning.Half), ("ny-1422-3-b", ClockWarning.Half)]);
        half.Scheduled.ShouldBe(["clock-tick/a"]);

        var over = await TrackedSession.RunAsync(node, database, () => clock.MoveAsync(TimeSpan.FromHours(12)));
        FactsOf<RegulatoryClockEvent.ClockBreached>(over).Select(fact => fact.Clock)
            .ShouldBe(["ca-22757.13-c-2", "ny-1422-3-b"]);
        var alarms = FactsOf<IncidentEvent.IncidentDeclared>(over);
        alarms.ShouldAllBe(alarm => alarm.Alarm == Alarm.ClockBreached && alarm.Severity == Severity.Sev1);
        alarms.Count.ShouldBe(2);
        alarms[0].Title.ShouldContain("22757.13(c)(2)");
    }

    [Fact]
    public async Task A_correction_by_26_hours_breaches_at_once_what_it_makes_late_and_keeps_both_values()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new MovedClock();
        await using var node = await StartAsync(database, clock);
        await clock.MoveAsync(s_aware - clock.GetUtcNow());
        await node.Transactor.AppendAsync("a", Declared);
        await ClassifyAsync(node);

        var corrected = await TrackedSession.RunAsync(node, database, () => DoAsync(node, (clocks, now) =>
            new CorrectAwareness(s_aware.AddHours(-26), "the hotline knew", Officer, RulesOf(node).Calendar)
                .Decide(clocks, now)));

        FactsOf<RegulatoryClockEvent.ClockBreached>(corrected).Select(fact => fact.Clock)
            .ShouldBe(["ca-22757.13-c-2", "ny-1422-3-b"]);
        var death = (await node.Transactor.ReadAsync(ClockStreams.Clocks, "a", Stop)).State.Find("eu-ai-act-73-4")!;
        death.StrictDueAt.ShouldBe(s_aware.AddDays(10).AddHours(-26));
        death.EarlierDues.ShouldBe([s_aware.AddDays(10)]);
        FactsOf<IncidentEvent.IncidentDeclared>(corrected).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Undetermined_stops_no_clock_and_after_four_hours_somebody_is_paged_also_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new MovedClock();
        await using (var node = await StartAsync(database, clock))
        {
            await node.Transactor.AppendAsync("a", Declared);
            var waits = await TrackedSession.RunAsync(
                node, database, () => ClassifyAsync(node, Classification.Undetermined));
            waits.Scheduled.ShouldBe(["clock-tick/a"]);
        }

        await using var restarted = await StartAsync(database, clock);
        var chased = await TrackedSession.RunAsync(
            restarted, database, () => clock.MoveAsync(TimeSpan.FromHours(4.1)));
        FactsOf<RegulatoryClockEvent.ClassificationOverdue>(chased).ShouldHaveSingleItem();
        FactsOf<IncidentEvent.IncidentDeclared>(chased).ShouldHaveSingleItem().Alarm.ShouldBe(Alarm.Unclassified);
        chased.Scheduled.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_regime_is_named_every_grave_incident_is_to_be_classified_but_not_the_alarms_of_clocks()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new MovedClock();
        await using var node = await StartAsync(database, clock, "CodeSignatory");
        var declared = await TrackedSession.RunAsync(
            node, database, () => node.Transactor.AppendAsync("a", Declared with { Severity = Severity.Sev3 }));
        FactsOf<RegulatoryClockEvent.ClassificationAwaited>(declared).ShouldHaveSingleItem();
        var low = await TrackedSession.RunAsync(node, database, () => node.Transactor.DeclareAsync("b", Severity.Sev4));
        FactsOf<RegulatoryClockEvent.ClassificationAwaited>(low).ShouldBeEmpty();

        var chased = await TrackedSession.RunAsync(node, database, () => clock.MoveAsync(TimeSpan.FromHours(5)));
        FactsOf<IncidentEvent.IncidentDeclared>(chased).ShouldHaveSingleItem();
        FactsOf<RegulatoryClockEvent.ClassificationAwaited>(chased).ShouldBeEmpty();
    }

    private static IncidentEvent.IncidentDeclared Declared { get; } =
        new("Weights left the house", Severity.Sev1, DetectedBy.Human, Officer)
        {
            Deployment = new DeploymentId("d0123456789abcdef"),
            DeploymentName = "support-triage",
            Version = new ModelVersion("v2"),
        };

    private static Task<PipelineNode> StartAsync(TestDatabase database, MovedClock clock, params string[] parties)
    {
        var settings = parties.Select((party, i) => KeyValuePair.Create($"Clocks:Parties:{i}", (string?)party));
        var rules = ClockRules.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return PipelineNode.StartAsync(database, services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(rules);
            services.AddStream(IncidentStream).AddStream(ClockStreams.Clocks);
            services.AddHandler(typeof(ClockKeeperHandler)).AddHandler(typeof(ClockTickHandler));
            services.AddHandler(typeof(ClockCorrelationHandler));
        });
    }

    private static ClockRules RulesOf(PipelineNode node) => node.Services.GetRequiredService<ClockRules>();

    private static Task ClassifyAsync(PipelineNode node, Classification classification = Classification.Reportable)
    {
        var rules = RulesOf(node);
        var known = new RegulatoryClockEvent.ClassificationAwaited(1, s_aware, null);
        return DoAsync(node, (clocks, now) => new ClassifyIncident(
            known, classification, classification is Classification.Reportable ? s_facts : [], "what was seen", Officer,
            rules.Pack, rules.Calendar, rules.ClassifyWithin).Decide(clocks, now));
    }

    private static async Task DoAsync(
        PipelineNode node, Func<RegulatoryClocks, DateTimeOffset, Decision<RegulatoryClockEvent>> decide)
    {
        var outcome = await node.Transactor.PlanAsync(
            ClockStreams.Clocks,
            "a",
            async from =>
            {
                var incident = await from.ReadAsync(IncidentStream, "a");
                var decision = decide(from.State, from.Now);
                return ClockTimers.Plan(new IncidentId("a"), incident, from.State, decision, from.Now);
            },
            Officer,
            Stop);
        outcome.ShouldBeOfType<Outcome<RegulatoryClocks>.Committed>();
    }

    private static IReadOnlyList<TFact> FactsOf<TFact>(TrackedSession session) =>
        [.. session.Facts.Select(fact => fact.Event).OfType<TFact>()];
}
