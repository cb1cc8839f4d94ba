namespace Governance.Domain.Rollouts;

/// <summary>Every fact of one staged rollout, stream <c>rollout-{id}</c>.</summary>
public abstract record RolloutEvent
{
    private RolloutEvent()
    {
    }

    /// <summary>A plan lies open for a second person. <paramref name="VersionAuthor"/> made the candidate.</summary>
    public sealed record RolloutPlanned(
        RolloutPlan Plan, string PlanDigest, PersonId Author, PersonId VersionAuthor, DateTimeOffset At)
        : RolloutEvent;

    /// <summary>A second person has read this plan, and no other.</summary>
    public sealed record ApprovalGiven(PersonId By, string PlanDigest, string Reason, DateTimeOffset At)
        : RolloutEvent;

    /// <summary>One decline ends the plan.</summary>
    public sealed record ApprovalDeclined(PersonId By, string Reason, DateTimeOffset At) : RolloutEvent;

    /// <summary>The candidate's share is now <paramref name="Percent"/>.</summary>
    /// <param name="Index">Zero-based index into the plan's stages.</param>
    /// <param name="Percent">The share, 0 to 100.</param>
    /// <param name="Evidence">What the stage before had to show; null on the first.</param>
    /// <param name="By">Person or rule.</param>
    /// <param name="At">When the share changed.</param>
    public sealed record StageEntered(
        int Index, double Percent, StageEvidence? Evidence, Actor By, DateTimeOffset At) : RolloutEvent;

    /// <summary>The share stays where it is and does not grow.</summary>
    /// <param name="Cause">What holds it.</param>
    /// <param name="CauseId">The incident's id, or a sentence for the other causes.</param>
    /// <param name="By">Person or rule.</param>
    /// <param name="At">When it was held.</param>
    public sealed record StageHeld(HoldCause Cause, string CauseId, Actor By, DateTimeOffset At) : RolloutEvent;

    /// <summary>A person has looked at the cause and lets the rollout go on; the soak begins anew.</summary>
    public sealed record HoldReleased(PersonId By, string Reason, DateTimeOffset At) : RolloutEvent;

    /// <summary>Everybody returns to the stable version: the share is 0 from this fact on.</summary>
    /// <param name="Cause">What made it necessary.</param>
    /// <param name="By">Person or rule; one is enough.</param>
    /// <param name="Incident">The incident, when one is the cause.</param>
    /// <param name="Reason">One sentence.</param>
    /// <param name="At">Elapsed time to effect counts from here.</param>
    public sealed record RollbackOrdered(
        RollbackCause Cause, Actor By, IncidentId? Incident, string Reason, DateTimeOffset At) : RolloutEvent;

    /// <summary>The candidate's traffic ended while its senders were seen alive.</summary>
    /// <param name="ElapsedMs">From the order to the start of the candidate's last observation, at least 0.</param>
    /// <param name="CandidateLastSeen">Start of that observation; null when the candidate had no traffic.</param>
    /// <param name="StableBefore">Stable share of inferences in the minute before the order, 0..1; null not
    /// measured.</param>
    /// <param name="StableAfter">The same after the candidate's last observation.</param>
    /// <param name="At">When the watch was sure.</param>
    public sealed record RollbackEffectObserved(
        long ElapsedMs,
        DateTimeOffset? CandidateLastSeen,
        double? StableBefore,
        double? StableAfter,
        DateTimeOffset At) : RolloutEvent;

    /// <summary>The time to effect has passed and the effect was not seen.</summary>
    /// <param name="Deployment">The deployment.</param>
    /// <param name="DeploymentName">Its name.</param>
    /// <param name="Candidate">The version that should not serve.</param>
    /// <param name="Finding">Still serving, or silence.</param>
    /// <param name="Instance">A sender that kept serving, or that fell silent.</param>
    /// <param name="CandidateLastSeen">Start of the candidate's last observation; null when there was none.</param>
    /// <param name="StableBefore">Stable share before the order, 0..1; null not measured.</param>
    /// <param name="StableAfter">Stable share after it.</param>
    /// <param name="At">When the time was up.</param>
    public sealed record RollbackEffectNotObserved(
        DeploymentId Deployment,
        string DeploymentName,
        ModelVersion Candidate,
        EffectFinding Finding,
        string? Instance,
        DateTimeOffset? CandidateLastSeen,
        double? StableBefore,
        double? StableAfter,
        DateTimeOffset At) : RolloutEvent;

    /// <summary>The candidate is the stable version now.</summary>
    public sealed record RolloutCompleted(StageEvidence Evidence, Actor By, DateTimeOffset At) : RolloutEvent;

    /// <summary>Withdrawn before anybody was served the candidate.</summary>
    public sealed record RolloutAborted(PersonId By, string Reason, DateTimeOffset At) : RolloutEvent;
}
