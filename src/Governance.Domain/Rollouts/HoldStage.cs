namespace Governance.Domain.Rollouts;

/// <summary>Keeps the candidate's share where it is. One person or rule is enough.</summary>
public sealed record HoldStage(HoldCause Cause, string CauseId, Actor By)
{
    /// <summary>The first cause stands; a graver one, an incident, replaces a lesser one.</summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (rollout.Status is RolloutStatus.Held && rollout.Hold is { } standing)
        {
            return Cause is HoldCause.Incident && standing.Cause is not HoldCause.Incident
                ? Hold(now)
                : Decision.Nothing<RolloutEvent>();
        }

        return rollout.Status is RolloutStatus.Approved or RolloutStatus.Running
            ? Hold(now)
            : new RolloutNotInState(rollout.Status, "held");
    }

    private Decision<RolloutEvent> Hold(DateTimeOffset now) =>
        Decision.Append<RolloutEvent>(new RolloutEvent.StageHeld(Cause, CauseId, By, now));
}
