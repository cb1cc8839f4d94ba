using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Says that the organisation knew earlier.</summary>
public sealed record CorrectAwareness(DateTimeOffset To, string Reason, Actor By, WorkingCalendar Calendar)
{
    /// <summary>Awareness never moves forward again, so a mistyped year must not move it back.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromDays(366);

    /// <summary>
    /// Awareness only moves back: every running clock that began with it is calculated anew, and what its new times
    /// have already passed is said at once. The old times stay on record.
    /// </summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.AwareAt is not { } known)
            return new ClockUnknown("awareness");
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
            return broken;
        if (To == known)
            return Decision.Nothing<RegulatoryClockEvent>();
        if (To > known)
            return new AwarenessOnlyEarlier(known);
        if (To < known - s_atMost)
            return new AwarenessTooEarly(known - s_atMost);
        if (clocks.Corrections.Count >= RegulatoryClocks.CorrectionsMax)
            return new TooManyCorrections();

        List<RegulatoryClockEvent> facts = [new RegulatoryClockEvent.AwarenessCorrected(known, To, Reason, By)];
        facts.AddRange(clocks.Clocks.Where(StartsWithAwareness).Select(Recalculated));
        var after = facts.Aggregate(clocks, RegulatoryClocks.Evolve);
        return Decision.Append<RegulatoryClockEvent>([.. facts, .. after.PassedAt(now)]);
    }

    private static bool StartsWithAwareness(Clock clock) => clock.IsRunning
        && clock.Started.Start is ClockStart.Awareness or ClockStart.Discovery or ClockStart.ReasonableBelief;

    private RegulatoryClockEvent.ClockRecalculated Recalculated(Clock clock)
    {
        var due = DueTimes.Of(clock.Started.Period, clock.Started.Counting, To, Calendar);
        return new(clock.Started.Clock, To, due.StrictAt, due.LegalLatestAt);
    }
}
