using System.Collections.Immutable;
using Governance.Domain.Clocks.Regimes;

namespace Governance.Domain.Clocks;

/// <summary>Where one clock stands.</summary>
public enum ClockStatus
{
    /// <summary>Its report is owed.</summary>
    Running,

    /// <summary>Its report was sent.</summary>
    Satisfied,

    /// <summary>A stricter one asks for the same report.</summary>
    Superseded,

    /// <summary>Two people say that the duty does not exist.</summary>
    SetAside,

    /// <summary>Nothing is left to be reported.</summary>
    Ended,
}

/// <summary>One duty with its times, folded.</summary>
/// <param name="Started">How it began.</param>
public sealed record Clock(RegulatoryClockEvent.ClockStarted Started)
{
    private const double NineTenths = 0.9;

    /// <summary>Where it stands.</summary>
    public ClockStatus Status { get; init; }

    /// <summary>From when it runs.</summary>
    public DateTimeOffset StartAt { get; init; } = Started.StartAt;

    /// <summary>What alarms go by; null when nothing is due.</summary>
    public DateTimeOffset? StrictDueAt { get; init; } = Started.StrictDueAt;

    /// <summary>By the regime's way of counting; null when none was read.</summary>
    public DateTimeOffset? LegalLatestAt { get; init; } = Started.LegalLatestAt;

    /// <summary>The strict times before corrections, oldest first. Bounded by the corrections of awareness.</summary>
    public ImmutableList<DateTimeOffset?> EarlierDues { get; init; } = [];

    /// <summary>The instant that was warned of last; null before a warning of these times.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>The strict time that passed without a report; null while none has.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    /// <summary>The youngest draft.</summary>
    public RegulatoryClockEvent.ReportDrafted? Draft { get; init; }

    /// <summary>Who approved that draft; null while nobody has.</summary>
    public Actor? ApprovedBy { get; init; }

    /// <summary>The report that was sent.</summary>
    public RegulatoryClockEvent.ReportSubmitted? Submission { get; init; }

    /// <summary>Who wants it set aside, and why.</summary>
    public RegulatoryClockEvent.SettingAsideAsked? AsideAsked { get; init; }

    /// <summary>Its report is owed.</summary>
    public bool IsRunning => Status is ClockStatus.Running;

    /// <summary>Its time is over and its report is owed.</summary>
    public bool IsOverdue => IsRunning && BreachedAt is not null;

    /// <summary>It has a time by which something is due, other than at once.</summary>
    public bool HasDeadline => Started.Period.Unit is not (PeriodUnit.Hold or PeriodUnit.Immediately);

    /// <summary>The warnings that it gives, in the order of time; none after the strict time.</summary>
    public IEnumerable<(DateTimeOffset At, ClockWarning Warning)> Warnings => this switch
    {
        { Started.Period.Unit: PeriodUnit.Hold } or { StrictDueAt: null } => [],
        { Started.Period.Unit: PeriodUnit.Immediately } => [(StartAt, ClockWarning.AtOnce)],
        _ => new[]
        {
            (At: StartAt + ((StrictDueAt!.Value - StartAt) * 0.5), Warning: ClockWarning.Half),
            (At: StartAt + ((StrictDueAt.Value - StartAt) * 0.75), Warning: ClockWarning.ThreeQuarters),
            (At: StartAt + ((StrictDueAt.Value - StartAt) * NineTenths), Warning: ClockWarning.NineTenths),
            (At: StrictDueAt.Value.AddHours(-24), Warning: ClockWarning.DayLeft),
            (At: StrictDueAt.Value.AddHours(-4), Warning: ClockWarning.FourHoursLeft),
        }.Where(one => one.At > StartAt).OrderBy(one => one.At),
    };

    /// <summary>When something is to be said next: a warning, or that the time is over. Null when nothing is.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            if (!IsRunning || BreachedAt is not null)
                return null;
            var warning = Warnings.Where(one => !(one.At <= WarnedAt)).Select(one => (DateTimeOffset?)one.At)
                .FirstOrDefault();
            return warning ?? (HasDeadline ? StrictDueAt : null);
        }
    }

    /// <summary>What time alone brings: a breach, or the youngest warning that has come; null for neither.</summary>
    public RegulatoryClockEvent? PassedAt(DateTimeOffset now)
    {
        if (!(NextAt <= now))
            return null;
        if (HasDeadline && StrictDueAt is { } due && due <= now)
            return new RegulatoryClockEvent.ClockBreached(Started.Clock, due);
        var (_, warning) = Warnings.Last(one => one.At <= now);
        return new RegulatoryClockEvent.ClockWarned(Started.Clock, warning, HasDeadline ? StrictDueAt : null);
    }
}
