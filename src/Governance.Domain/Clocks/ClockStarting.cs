using Governance.Domain.Clocks.Regimes;

namespace Governance.Domain.Clocks;

/// <summary>What a row becomes when its time begins to run.</summary>
internal static class ClockStarting
{
    /// <summary>The clock's first fact.</summary>
    public static RegulatoryClockEvent.ClockStarted Of(
        RegimeRow row,
        string clock,
        DateTimeOffset startAt,
        IReadOnlySet<Circumstance> circumstances,
        WorkingCalendar calendar)
    {
        var due = DueTimes.Of(row.Period, row.Counting, startAt, calendar);
        return new RegulatoryClockEvent.ClockStarted(
            clock,
            row.Id,
            row.Title,
            row.Duty,
            row.Report,
            row.Kind,
            row.RecipientOf(circumstances),
            row.Start,
            startAt,
            row.Period,
            row.Counting,
            due.StrictAt,
            due.LegalLatestAt);
    }

    /// <summary>The rows that follow a report or the resolution, and were judged to apply once that comes.</summary>
    public static IEnumerable<RegulatoryClockEvent.ClockStarted> Following(
        RegulatoryClocks clocks,
        ClockStart cause,
        string? report,
        DateTimeOffset at,
        RegimePack pack,
        WorkingCalendar calendar)
    {
        var circumstances = clocks.Classified?.Circumstances.ToHashSet() ?? [];
        return
            from verdict in clocks.Verdicts
            where verdict.Standing is Standing.Waits
            let row = pack.Find(verdict.Row)
            where row is not null && row.Start == cause && (report is null || row.Report == report)
            let earlier = clocks.Clocks.Where(clock => clock.Started.Row == row.Id).ToList()
            where earlier.All(clock => !clock.IsRunning)
            where clocks.Clocks.Any(clock =>
                clock.Started.Report == row.Report && clock.Status is not ClockStatus.SetAside)
            let name = earlier.Count == 0 ? row.Id : FormattableString.Invariant($"{row.Id}-{earlier.Count + 1}")
            select Of(row, name, at, circumstances, calendar);
    }
}
