namespace Governance.Domain.Rollouts;

/// <summary>What the watch on the telemetry saw of a rollback.</summary>
/// <param name="Observed">True only when the candidate's traffic ended while its senders were seen alive.</param>
/// <param name="Finding">Why not, when not observed.</param>
/// <param name="Instance">A sender that kept serving, or that fell silent.</param>
/// <param name="CandidateLastSeen">Start of the candidate's last observation; null when there was none.</param>
/// <param name="StableBefore">Stable share before the order, 0..1; null not measured.</param>
/// <param name="StableAfter">Stable share after it.</param>
public sealed record RecordRollbackEffect(
    bool Observed,
    EffectFinding Finding,
    string? Instance,
    DateTimeOffset? CandidateLastSeen,
    double? StableBefore,
    double? StableAfter)
{
    /// <summary>Recorded once each; an effect that comes after the deadline is still recorded.</summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (rollout is not { Status: RolloutStatus.RollingBack, RolledBackAt: { } ordered, Plan: { } plan })
        {
            return Decision.Nothing<RolloutEvent>();
        }

        if (Observed)
        {
            var elapsed = Math.Max(0, (long)((CandidateLastSeen ?? ordered) - ordered).TotalMilliseconds);
            return Decision.Append<RolloutEvent>(new RolloutEvent.RollbackEffectObserved(
                elapsed, CandidateLastSeen, StableBefore, StableAfter, now));
        }

        return rollout.EffectOverdue
            ? Decision.Nothing<RolloutEvent>()
            : Decision.Append<RolloutEvent>(new RolloutEvent.RollbackEffectNotObserved(
                plan.Deployment, plan.DeploymentName, plan.Candidate, Finding, Instance, CandidateLastSeen,
                StableBefore, StableAfter, now));
    }
}
