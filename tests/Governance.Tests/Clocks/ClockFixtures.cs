using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Server.Clocks;

namespace Governance.Tests.Clocks;

/// <summary>The embedded pack and calendar, two people, and an incident that somebody classifies.</summary>
internal static class ClockFixtures
{
    /// <summary>Everything that scenario 6 of the acceptance scenarios states.</summary>
    public static readonly ImmutableSortedSet<Circumstance> Many =
    [
        Circumstance.HighRiskProvider, Circumstance.AnnexThree, Circumstance.OwnGeneralPurposeModel,
        Circumstance.CodeSignatory, Circumstance.CaliforniaFrontierDeveloper, Circumstance.NewYorkFrontierDeveloper,
        Circumstance.Death, Circumstance.WeightsExfiltrated, Circumstance.ImminentRisk,
    ];

    public static readonly Actor Officer = Actor.Person(new PersonId("officer"));

    public static readonly Actor Second = Actor.Person(new PersonId("second"));

    public static string PackText { get; } = RegimeFiles.TextOf("regimes", null);

    public static RegimePack Pack { get; } = RegimeFiles.ReadPack(PackText);

    public static WorkingCalendar Calendar { get; } = RegimeFiles.ReadCalendar(RegimeFiles.TextOf("holidays", null));

    public static DateTimeOffset At(int year, int month, int day, int hour = 12) =>
        new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    public static ClassifyIncident Classify(
        DateTimeOffset awareAt,
        ImmutableSortedSet<Circumstance>? circumstances = null,
        Classification classification = Classification.Reportable) => new(
        new RegulatoryClockEvent.ClassificationAwaited(7, awareAt, null), classification, circumstances ?? Many,
        "what was seen", Officer, Pack, Calendar, TimeSpan.FromHours(4));

    public static RegulatoryClocks After(
        this RegulatoryClocks clocks, Decision<RegulatoryClockEvent> decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(clocks, RegulatoryClocks.Evolve);
    }

    public static RegulatoryClocks Classified(DateTimeOffset at) =>
        RegulatoryClocks.Initial.After(Classify(at).Decide(RegulatoryClocks.Initial, at));

    public static IReadOnlyList<string> Running(this RegulatoryClocks clocks) =>
        [.. clocks.Clocks.Where(clock => clock.IsRunning).Select(clock => clock.Started.Clock)];

    public static Standing StandingOf(this RegulatoryClocks clocks, string row) =>
        clocks.Verdicts.Single(verdict => verdict.Row == row).Standing;

    /// <summary>A report drafted by one, approved by the other, and sent.</summary>
    public static RegulatoryClocks Reported(this RegulatoryClocks clocks, string clock, DateTimeOffset at)
    {
        clocks = clocks.After(new DraftReport(clock, 9, "text", "digest-" + clock, [], Officer).Decide(clocks, at));
        clocks = clocks.After(new ApproveReport(clock, "digest-" + clock, Second).Decide(clocks, at));
        return clocks.After(Submit(clock, at).Decide(clocks, at));
    }

    public static SubmitReport Submit(string clock, DateTimeOffset at, bool resolved = false) =>
        new(clock, "portal", "R-1", at, Officer, resolved, Pack, Calendar);
}
