using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>Gives the candidate its next share, or makes it the stable version after the last stage.</summary>
/// <param name="From">The stage the person or timer saw; -1 before the first. A second advance from it does
/// nothing.</param>
/// <param name="By">Person or rule.</param>
/// <param name="Evidence">What was counted in that stage; null when nothing could be counted.</param>
public sealed record AdvanceStage(int From, Actor By, StageEvidence? Evidence)
{
    /// <summary>
    /// A stage ends only when its soak has elapsed, its observations of the candidate are there and nothing restricts
    /// the candidate. What is missing holds the rollout; it is never taken for success.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        if (rollout.StageIndex > From || (rollout.Status is RolloutStatus.Completed && rollout.StageIndex == From))
        {
            return Decision.Nothing<RolloutEvent>();
        }

        if (rollout.Plan is not { } plan
            || rollout.StageIndex != From
            || rollout.Status is not (RolloutStatus.Approved or RolloutStatus.Running or RolloutStatus.Held))
        {
            return new RolloutNotInState(rollout.Status, "advanced");
        }

        if (deployment.Against(plan.Candidate) is { } against)
        {
            return new DeploymentRestricted(against.Cause, against.CauseId);
        }

        // Fresh evidence lifts a hold for want of data; every other hold is lifted by a person.
        if (rollout.Hold is { Cause: not HoldCause.NoData } hold)
        {
            return new RolloutHeld(hold.Cause, hold.CauseId);
        }

        return rollout.Stage is { } stage
            ? Leave(stage, rollout, plan, now)
            : Decision.Append<RolloutEvent>(
                new RolloutEvent.StageEntered(0, plan.Stages[0].Percent, null, By, now));
    }

    private Decision<RolloutEvent> Leave(Stage stage, Rollout rollout, RolloutPlan plan, DateTimeOffset now)
    {
        if (now < rollout.SoakEnds)
        {
            return new SoakNotElapsed(rollout.SoakEnds);
        }

        if (Evidence is null || !Evidence.Suffices(stage))
        {
            return new EvidenceMissing(Evidence?.CandidateObservations, stage.MinObservations);
        }

        var next = rollout.StageIndex + 1;
        return Decision.Append<RolloutEvent>(next < plan.Stages.Count
            ? new RolloutEvent.StageEntered(next, plan.Stages[next].Percent, Evidence, By, now)
            : new RolloutEvent.RolloutCompleted(Evidence, By, now));
    }
}
