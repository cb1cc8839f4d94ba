using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;

namespace Governance.Server.Oversight;

/// <summary>One order whose effect is awaited: exactly one of the two ids is set.</summary>
/// <param name="Rollout">The rollout that is being rolled back.</param>
/// <param name="Halt">The halt.</param>
/// <param name="Deployment">The deployment that must obey.</param>
/// <param name="Watch">What was seen so far.</param>
/// <param name="Stable">The version to return to, for rollbacks.</param>
internal sealed record Watching(
    RolloutId? Rollout, HaltId? Halt, DeploymentId Deployment, EffectWatch Watch, ModelVersion? Stable)
{
    /// <summary>From the order to the last thing served against it; never negative.</summary>
    internal TimeSpan Elapsed(EffectVerdict verdict) => verdict.LastForbidden > Watch.OrderedAt
        ? verdict.LastForbidden.Value - Watch.OrderedAt
        : TimeSpan.Zero;

    internal Watching Seen(ServingSeen serving) => this with { Watch = Watch.Seen(serving) };
}
