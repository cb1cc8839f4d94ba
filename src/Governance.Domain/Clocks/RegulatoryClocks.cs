using System.Collections.Immutable;
using System.Diagnostics;
using Governance.Domain.Clocks.Regimes;

namespace Governance.Domain.Clocks;

/// <summary>What one incident owes to authorities, folded from its facts.</summary>
public sealed record RegulatoryClocks
{
    /// <summary>A correction of a correction of a correction is a dispute, not a clock.</summary>
    public const int CorrectionsMax = 20;

    /// <summary>Duties of one incident, repeated reports included: years of four-weekly ones.</summary>
    public const int ClocksMax = 100;

    /// <summary>Before the first fact.</summary>
    public static readonly RegulatoryClocks Initial = new();

    /// <summary>Position of the incident's declaration; null before the first fact.</summary>
    public long? Number { get; init; }

    /// <summary>When the organisation knew, by the latest correction.</summary>
    public DateTimeOffset? AwareAt { get; init; }

    /// <summary>Every correction, oldest first. Bounded by <see cref="CorrectionsMax"/>.</summary>
    public ImmutableList<RegulatoryClockEvent.AwarenessCorrected> Corrections { get; init; } = [];

    /// <summary>Until when it must be said what it is before the law; null when nobody waits.</summary>
    public DateTimeOffset? ClassifyBy { get; init; }

    /// <summary>Nobody said it in time.</summary>
    public bool ClassificationIsOverdue { get; init; }

    /// <summary>What was said last; null before.</summary>
    public RegulatoryClockEvent.ClassificationRecorded? Classified { get; init; }

    /// <summary>What each row means, as judged last. Bounded by <see cref="RegimePack.RowsMax"/>.</summary>
    public IReadOnlyList<RowVerdict> Verdicts { get; init; } = [];

    /// <summary>Every clock that ever started, in that order. Bounded by <see cref="ClocksMax"/>.</summary>
    public ImmutableList<Clock> Clocks { get; init; } = [];

    /// <summary>What is known for the reports, by point.</summary>
    public ImmutableSortedDictionary<ReportPoint, RegulatoryClockEvent.PointWritten> Points { get; init; } =
        ImmutableSortedDictionary<ReportPoint, RegulatoryClockEvent.PointWritten>.Empty;

    /// <summary>Which milder severity somebody asked for while a report is owed.</summary>
    public RegulatoryClockEvent.LoweringAsked? LoweringAsked { get; init; }

    /// <summary>A report is owed: rollouts of what the incident is about stand still.</summary>
    public bool AnyRunning => Clocks.Any(clock => clock.IsRunning);

    /// <summary>
    /// Something is owed, is waited for, or may still follow: an intermediate or final report. False before the first
    /// fact and once all is done.
    /// </summary>
    public bool MayOweMore => AnyRunning
        || (IsUndetermined && Number is not null)
        || IsBeingJudged
        || (Verdicts.Any(verdict => verdict.Standing is Standing.Waits)
            && Clocks.Any(clock => clock.Status is not ClockStatus.SetAside)
            && Clocks.All(clock => clock.Started.Kind is not ReportKind.Final));

    /// <summary>Between the facts of one commit: it is reportable, and its clocks are about to start.</summary>
    private bool IsBeingJudged => Classified is { Classification: Classification.Reportable }
        && Clocks.IsEmpty
        && (Verdicts.Count == 0 || Verdicts.Any(verdict => verdict.Standing is Standing.Applies));

    /// <summary>It is not said yet what it is before the law.</summary>
    public bool IsUndetermined => Classified is null or { Classification: Classification.Undetermined };

    /// <summary>When time alone brings the next fact; null when none comes.</summary>
    public DateTimeOffset? NextAt => Clocks.Select(clock => clock.NextAt)
        .Append(IsUndetermined && !ClassificationIsOverdue ? ClassifyBy : null)
        .Min();

    /// <summary>No report is owed, or another officer has asked for that very severity.</summary>
    public bool MayLower(Severity to, Actor by) =>
        !AnyRunning || (LoweringAsked is { } asked && asked.To == to && asked.By.Who != by.Who);

    /// <summary>The clock of that name, or null.</summary>
    public Clock? Find(string clock) => Clocks.FirstOrDefault(one => one.Started.Clock == clock);

    /// <summary>The state after one more fact.</summary>
    public static RegulatoryClocks Evolve(RegulatoryClocks clocks, RegulatoryClockEvent fact) => fact switch
    {
        RegulatoryClockEvent.ClassificationAwaited e => clocks with
        {
            Number = e.Number,
            AwareAt = clocks.AwareAt ?? e.AwareAt,
            ClassifyBy = e.DueAt,
        },
        RegulatoryClockEvent.ClassificationOverdue => clocks with { ClassificationIsOverdue = true },
        RegulatoryClockEvent.ClassificationRecorded e => clocks with { Classified = e },
        RegulatoryClockEvent.RowsJudged e => clocks with { Verdicts = e.Verdicts },
        RegulatoryClockEvent.ClockStarted e => clocks with { Clocks = clocks.Clocks.Add(new Clock(e)) },
        RegulatoryClockEvent.AwarenessCorrected e => clocks with
        {
            AwareAt = e.To,
            Corrections = clocks.Corrections.Add(e),
        },
        RegulatoryClockEvent.ClockRecalculated e => clocks.With(e.Clock, clock => clock with
        {
            StartAt = e.StartAt,
            StrictDueAt = e.StrictDueAt,
            LegalLatestAt = e.LegalLatestAt,
            EarlierDues = clock.EarlierDues.Add(clock.StrictDueAt),
            WarnedAt = null,
            BreachedAt = clock.BreachedAt is null ? null : e.StrictDueAt,
        }),
        RegulatoryClockEvent.ClockSuperseded e => clocks.To(e.Clock, ClockStatus.Superseded),
        RegulatoryClockEvent.ClockWarned e => clocks.With(e.Clock, clock => clock with
        {
            WarnedAt = clock.Warnings.First(one => one.Warning == e.Warning).At,
        }),
        RegulatoryClockEvent.ClockBreached e => clocks.With(e.Clock, clock => clock with { BreachedAt = e.DueAt }),
        RegulatoryClockEvent.ClockEnded e => clocks.To(e.Clock, ClockStatus.Ended),
        RegulatoryClockEvent.SettingAsideAsked e => clocks.With(e.Clock, clock => clock with { AsideAsked = e }),
        RegulatoryClockEvent.ClockSetAside e => clocks.To(e.Clock, ClockStatus.SetAside),
        RegulatoryClockEvent.LoweringAsked e => clocks with { LoweringAsked = e },
        RegulatoryClockEvent.PointWritten e => clocks with { Points = clocks.Points.SetItem(e.Point, e) },
        RegulatoryClockEvent.ReportDrafted e => clocks.With(e.Clock, clock => clock with
        {
            Draft = e,
            ApprovedBy = null,
        }),
        RegulatoryClockEvent.ReportApproved e => clocks.With(e.Clock, clock => clock with { ApprovedBy = e.By }),
        RegulatoryClockEvent.ReportSubmitted e => clocks.With(e.Clock, clock => clock with
        {
            Status = ClockStatus.Satisfied,
            Submission = e,
        }),
        _ => throw new UnreachableException($"No evolution for {fact.GetType().Name}."),
    };

    /// <summary>What time alone has brought by now.</summary>
    public IEnumerable<RegulatoryClockEvent> PassedAt(DateTimeOffset now)
    {
        if (IsUndetermined && !ClassificationIsOverdue && ClassifyBy is { } due && due <= now)
            yield return new RegulatoryClockEvent.ClassificationOverdue(due);
        foreach (var clock in Clocks)
        {
            if (clock.PassedAt(now) is { } passed)
                yield return passed;
        }
    }

    private RegulatoryClocks To(string name, ClockStatus status) => With(name, clock => clock with { Status = status });

    private RegulatoryClocks With(string name, Func<Clock, Clock> change) => this with
    {
        Clocks = [.. Clocks.Select(clock => clock.Started.Clock == name ? change(clock) : clock)],
    };
}
