using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>Reads what a watch folds: segments, and where windows were closed by silence.</summary>
internal sealed class WatchedFacts(
    SegmentReader segments, BudgetBook budget, PolicyBook policies, FrozenBaselines frozen)
{
    /// <summary>Every fact that a watch takes in.</summary>
    internal static IReadOnlyList<Type> Types { get; } =
        [typeof(BehaviourEvent.SegmentRecorded), typeof(BehaviourEvent.WindowsClosed)];

    /// <summary>Whose watch takes it in; null where none does.</summary>
    internal static string? DeploymentOf(Fact fact) => fact.Event switch
    {
        BehaviourEvent.SegmentRecorded header => header.Deployment,
        BehaviourEvent.WindowsClosed closed => closed.Deployment,
        _ => null,
    };

    /// <summary>
    /// As the watch takes it in, with the division of the budget and the policy that stood before it.
    /// </summary>
    /// <exception cref="InvalidOperationException">No watch takes it in.</exception>
    internal async Task<WatchedSegment> ReadAsync(Fact fact, CancellationToken ct)
    {
        var share = budget.ShareBefore(fact.Position);
        var segment = fact.Event switch
        {
            BehaviourEvent.SegmentRecorded header => new WatchedSegment(
                fact.Position, fact.At, header.Name, await segments.ReadAsync(fact.Position, ct), share),
            BehaviourEvent.WindowsClosed closed => new WatchedSegment(
                fact.Position, fact.At, closed.Name, [], share)
            {
                ClosesWindows = true,
            },
            _ => throw new InvalidOperationException($"No watch takes in {fact.Recorded.Type}."),
        };
        var deployment = new DeploymentId(DeploymentOf(fact)!);
        var policy = policies.Before(fact.Position, deployment);
        return segment with { Policy = policy, Frozen = await frozen.OfAsync(deployment, policy, ct) };
    }
}
