using System.Collections.Immutable;
using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Says what an incident is before the law, and so starts its clocks.</summary>
/// <param name="Known">The incident's declaration, for a stream that has not begun.</param>
/// <param name="Circumstances">What is established or reasonably suspected.</param>
/// <param name="Undetermined">How long "undetermined" may stand before somebody is asked again.</param>
public sealed record ClassifyIncident(
    RegulatoryClockEvent.ClassificationAwaited Known,
    Classification Classification,
    ImmutableSortedSet<Circumstance> Circumstances,
    string Basis,
    Actor By,
    RegimePack Pack,
    WorkingCalendar Calendar,
    TimeSpan Undetermined)
{
    /// <summary>
    /// Reportable starts the clock of each row that applies, the strictest of those that ask for one report.
    /// Undetermined, not reportable, or fewer circumstances than before stop none: only a report, or two people, do.
    /// </summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (IncidentText.Broken("basis", Basis, IncidentText.ProseLengthMax) is { } broken)
            return broken;
        if (Classification is Classification.Reportable && Circumstances.All(one => one.IsStanding()))
            return new NothingHappened();
        if (clocks.Classified is { } last && last.Classification == Classification && last.Basis == Basis
            && last.By == By && last.Circumstances.SequenceEqual(Circumstances))
            return Decision.Nothing<RegulatoryClockEvent>();

        List<RegulatoryClockEvent> facts = [.. Opening(clocks, now)];
        facts.Add(new RegulatoryClockEvent.ClassificationRecorded(Classification, [.. Circumstances], Basis, By));
        if (Classification is Classification.Reportable)
            facts.AddRange(Judge(clocks, clocks.AwareAt ?? Known.AwareAt));
        var after = facts.Aggregate(clocks, RegulatoryClocks.Evolve);
        return Decision.Append<RegulatoryClockEvent>([.. facts, .. after.PassedAt(now)]);
    }

    /// <summary>A stream that has not begun begins; one that says "undetermined" waits from now on.</summary>
    private IEnumerable<RegulatoryClockEvent> Opening(RegulatoryClocks clocks, DateTimeOffset now)
    {
        var waits = Classification is Classification.Undetermined && clocks.ClassifyBy is null;
        if (clocks.Number is null || waits)
            yield return Known with { DueAt = waits ? now + Undetermined : null };
    }

    private IEnumerable<RegulatoryClockEvent> Judge(RegulatoryClocks clocks, DateTimeOffset awareAt)
    {
        var judged = Applicability.Of(Pack, Circumstances, awareAt, Calendar);
        var verdicts = new List<RowVerdict>(judged.Count);
        var changes = new List<RegulatoryClockEvent>();
        foreach (var (verdict, row) in judged.Zip(Pack.Rows))
        {
            if (verdict.Standing is not Standing.Applies)
            {
                verdicts.Add(verdict);
                continue;
            }

            var start = ClockStarting.Of(row, row.Id, awareAt, Circumstances, Calendar);
            var same = clocks.Clocks
                .Where(clock => (clock.Started.Report, clock.Started.Kind) == (row.Report, row.Kind))
                .ToList();
            verdicts.Add(Against(same, start, verdict));
            if (verdicts[^1].Standing is not Standing.Applies || same.Any(clock => clock.Started.Clock == row.Id))
                continue;
            changes.Add(start);
            changes.AddRange(same.Where(clock => clock.IsRunning)
                .Select(laxer => new RegulatoryClockEvent.ClockSuperseded(laxer.Started.Clock, row.Id)));
        }

        return [new RegulatoryClockEvent.RowsJudged(Pack.Version, Pack.Digest, verdicts), .. changes];
    }

    /// <summary>A report that is sent already, or owed by an earlier time, is not asked for again.</summary>
    private static RowVerdict Against(
        IReadOnlyList<Clock> same, RegulatoryClockEvent.ClockStarted start, RowVerdict verdict)
    {
        var other = same.FirstOrDefault(clock => clock.Started.Clock != start.Clock
            && (clock.Status is ClockStatus.Satisfied
                || (clock.IsRunning && clock.StrictDueAt <= start.StrictDueAt)));
        return other is null
            ? verdict
            : new RowVerdict(
                verdict.Row,
                Standing.Superseded,
                $"One report with {other.Started.Title}, whose clock started before.");
    }
}
