using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>Lays a plan before a second person.</summary>
/// <param name="Rollout">The new rollout's id.</param>
/// <param name="Plan">The whole plan.</param>
/// <param name="PlanDigest">SHA-256 of the plan's RFC 8785 JSON, computed by the caller.</param>
/// <param name="Author">Who plans.</param>
public sealed record PlanRollout(RolloutId Rollout, RolloutPlan Plan, string PlanDigest, PersonId Author)
{
    /// <summary>
    /// A plan needs a registered candidate, a stable version to return to, and no other open rollout.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        if (rollout.Status is not RolloutStatus.None)
        {
            return rollout.PlanDigest == PlanDigest
                ? Decision.Nothing<RolloutEvent>()
                : new RolloutNotInState(rollout.Status, "planned again");
        }

        if (deployment.Status is not DeploymentStatus.Registered)
        {
            return new DeploymentNotRegistered(Plan.DeploymentName);
        }

        if (deployment.Find(Plan.Candidate) is not { } candidate)
        {
            return new VersionUnknown(Plan.Candidate);
        }

        if (deployment.Stable != Plan.Stable)
        {
            return new StableVersionMissing();
        }

        if (Plan.Candidate == Plan.Stable)
        {
            return new CandidateIsStable(Plan.Candidate);
        }

        if (deployment.OpenRollout is { } open && open != Rollout)
        {
            return new RolloutOpen(open);
        }

        return Plan.Fault is { } fault
            ? new PlanNotValid(fault)
            : Decision.Append<RolloutEvent>(
                new RolloutEvent.RolloutPlanned(Plan, PlanDigest, Author, candidate.Author, now));
    }
}
