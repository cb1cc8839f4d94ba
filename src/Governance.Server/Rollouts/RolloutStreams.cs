using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>How rollouts are named and folded.</summary>
public static class RolloutStreams
{
    /// <summary>Stream <c>rollout-{id}</c>.</summary>
    public static StreamOf<Rollout, RolloutEvent> Rollout { get; } =
        new("rollout", Domain.Rollouts.Rollout.Initial, Domain.Rollouts.Rollout.Evolve);

    /// <summary>The rollout whose stream a fact lies in.</summary>
    public static RolloutId RolloutOf(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return new RolloutId(fact.IdIn(Rollout.Prefix));
    }

    /// <summary>The rollout's page.</summary>
    public static string PageOf(RolloutId rollout) => $"/rollouts/{rollout.Value}";
}
