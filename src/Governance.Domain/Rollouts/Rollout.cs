using System.Diagnostics;

namespace Governance.Domain.Rollouts;

/// <summary>Where a rollout stands.</summary>
public enum RolloutStatus
{
    /// <summary>Nothing has been planned.</summary>
    None,

    /// <summary>Waits for a second person.</summary>
    Planned,

    /// <summary>Approved; the candidate serves nobody yet.</summary>
    Approved,

    /// <summary>A stage is soaking.</summary>
    Running,

    /// <summary>The share stays and does not grow.</summary>
    Held,

    /// <summary>The candidate is the stable version.</summary>
    Completed,

    /// <summary>The share is 0; the effect is being watched, or is overdue.</summary>
    RollingBack,

    /// <summary>The share is 0 and the candidate's traffic was seen to end.</summary>
    RolledBack,

    /// <summary>Declined, or withdrawn before anybody was served.</summary>
    Aborted,
}

/// <summary>A standing hold; see <see cref="RolloutEvent.StageHeld"/>.</summary>
public sealed record Hold(HoldCause Cause, string CauseId, DateTimeOffset At);

/// <summary>
/// A staged rollout of one candidate version. See <c>docs/rollout-states.md</c> for the states as a picture.
/// </summary>
public sealed record Rollout
{
    /// <summary>Nothing has happened yet.</summary>
    public static Rollout Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public RolloutStatus Status { get; private init; }

    /// <summary>The plan; null before it is planned.</summary>
    public RolloutPlan? Plan { get; private init; }

    /// <summary>What an approval is bound to.</summary>
    public string PlanDigest { get; private init; } = "";

    /// <summary>Who planned it.</summary>
    public PersonId Author { get; private init; }

    /// <summary>Who made the candidate.</summary>
    public PersonId VersionAuthor { get; private init; }

    /// <summary>The second person; null until approved.</summary>
    public PersonId? Approver { get; private init; }

    /// <summary>Zero-based stage; -1 before the first.</summary>
    public int StageIndex { get; private init; } = -1;

    /// <summary>The candidate's share in percent.</summary>
    public double Weight { get; private init; }

    /// <summary>When this stage began to soak: on entry, or when a hold was released.</summary>
    public DateTimeOffset SoakSince { get; private init; }

    /// <summary>When this stage was entered; evidence counts from here.</summary>
    public DateTimeOffset StageSince { get; private init; }

    /// <summary>What holds it; null when nothing does.</summary>
    public Hold? Hold { get; private init; }

    /// <summary>When the rollback was ordered; null when it was not.</summary>
    public DateTimeOffset? RolledBackAt { get; private init; }

    /// <summary>The incident that caused the rollback.</summary>
    public IncidentId? Incident { get; private init; }

    /// <summary>
    /// When the candidate became the stable version, rolled back later or not; null when it never did.
    /// </summary>
    public DateTimeOffset? CompletedAt { get; private init; }

    /// <summary>True when the deadline has passed once without the effect.</summary>
    public bool EffectOverdue { get; private init; }

    /// <summary>True when its own author took the plan back; false when somebody declined it.</summary>
    public bool IsWithdrawn { get; private init; }

    /// <summary>The stage that is soaking or held; null outside the stages.</summary>
    public Stage? Stage => Plan is { } plan && StageIndex >= 0 ? plan.Stages[StageIndex] : null;

    /// <summary>True from the approval on, until the rollback: a rollback is possible.</summary>
    public bool CanRollBack => Status
        is RolloutStatus.Approved or RolloutStatus.Running or RolloutStatus.Held or RolloutStatus.Completed;

    /// <summary>When the soak ends.</summary>
    public DateTimeOffset SoakEnds => SoakSince.AddSeconds(Stage?.SoakSeconds ?? 0);

    /// <summary>Folds one fact.</summary>
    public static Rollout Evolve(Rollout state, RolloutEvent fact) => fact switch
    {
        RolloutEvent.RolloutPlanned e => state with
        {
            Status = RolloutStatus.Planned,
            Plan = e.Plan,
            PlanDigest = e.PlanDigest,
            Author = e.Author,
            VersionAuthor = e.VersionAuthor,
        },
        RolloutEvent.ApprovalGiven e => state with { Status = RolloutStatus.Approved, Approver = e.By },
        RolloutEvent.ApprovalDeclined => state with { Status = RolloutStatus.Aborted },
        RolloutEvent.RolloutAborted e => state with
        {
            Status = RolloutStatus.Aborted,
            IsWithdrawn = e.By == state.Author,
        },
        RolloutEvent.StageEntered e => state with
        {
            Status = RolloutStatus.Running,
            StageIndex = e.Index,
            Weight = e.Percent,
            SoakSince = e.At,
            StageSince = e.At,
            Hold = null,
        },
        RolloutEvent.StageHeld e => state with { Status = RolloutStatus.Held, Hold = new(e.Cause, e.CauseId, e.At) },
        RolloutEvent.HoldReleased e => state with
        {
            Status = state.StageIndex < 0 ? RolloutStatus.Approved : RolloutStatus.Running,
            SoakSince = e.At,
            Hold = null,
        },
        RolloutEvent.RollbackOrdered e => state with
        {
            Status = RolloutStatus.RollingBack,
            Weight = 0,
            RolledBackAt = e.At,
            Incident = e.Incident,
        },
        RolloutEvent.RollbackEffectObserved => state with { Status = RolloutStatus.RolledBack },
        RolloutEvent.RollbackEffectNotObserved => state with { EffectOverdue = true },
        RolloutEvent.RolloutCompleted e => state with
        {
            Status = RolloutStatus.Completed,
            CompletedAt = e.At,
            Hold = null,
        },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
