using System.Security.Cryptography;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>The halt that an order has led to.</summary>
/// <param name="Joined">True when it stood already.</param>
internal sealed record HaltReceipt(HaltId Id, long Position, bool Joined);

/// <summary>Commits halts and their lifting, and returns once this node answers gateways by them.</summary>
internal sealed class HaltActs(Transactor transactor, FoldRunner folds, OversightSettings settings)
{
    /// <summary>Bytes of a halt's id.</summary>
    private const int IdBytes = 8;

    /// <summary>
    /// Orders a halt, or joins the one that stands and stops as much. Reading the deployment guards it, so two orders
    /// at the same moment are one halt. Null for a deployment that was neither heard nor registered: a mistyped name
    /// stops nothing.
    /// </summary>
    internal async Task<HaltReceipt?> OrderAsync(
        DeploymentId deployment, string name, RolloutId? rollout, Actor by, string reason, CancellationToken ct)
    {
        var (known, _, _) = await transactor.ReadAsync(FleetStreams.Deployment, deployment.Value, ct);
        if (known.Status is DeploymentStatus.Unknown)
        {
            return null;
        }

        var id = new HaltId(RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true));
        var order = new OrderHalt(deployment, name, rollout, by, reason);
        var standing = default(HaltId?);
        var outcome = await transactor.PlanAsync(
            OversightStreams.Halt,
            id.Value,
            async from =>
            {
                standing = await StandingAsync(from, order);
                return standing is null
                    ? Transactor.Planned(
                        OversightStreams.Halt, from, order.Decide, (after, facts) => Effects(id, after, facts))
                    : Decision.Nothing<HaltEvent>();
            },
            by,
            ct);
        var position = standing is { } joined
            ? (await transactor.ReadAsync(OversightStreams.Halt, joined.Value, ct)).Position
            : outcome.Match(done => done.Position, same => same.Position, _ => 0);
        await folds.WaitForAsync(position, ct);
        return new HaltReceipt(standing ?? id, position, standing is not null);
    }

    /// <summary>One of two people lets it serve again; null when there is no such halt.</summary>
    internal async Task<Outcome<Halt>?> ReenableAsync(HaltId id, Actor by, string reason, CancellationToken ct)
    {
        if ((await transactor.ReadAsync(OversightStreams.Halt, id.Value, ct)).Version == 0)
        {
            return null;
        }

        var outcome = await transactor.TransactAsync(
            OversightStreams.Halt,
            id.Value,
            new Reenable(by.Who, reason).Decide,
            (after, facts) => Effects(id, after, facts),
            by,
            ct);
        if (outcome is Outcome<Halt>.Committed done)
        {
            await folds.WaitForAsync(done.Position, ct);
        }

        return outcome;
    }

    // A halt of the whole deployment stops its rollout's candidate too.
    private static async Task<HaltId?> StandingAsync(Deciding<Halt> from, OrderHalt order)
    {
        var deployment = await from.ReadAsync(FleetStreams.Deployment, order.Deployment.Value);
        foreach (var restriction in deployment.Restrictions.Where(r => r.Cause is RestrictionCause.Halt))
        {
            var halt = await from.ReadAsync(OversightStreams.Halt, restriction.CauseId);
            if (halt.Stands && (halt.Order!.Rollout is null || halt.Order.Rollout == order.Rollout))
            {
                return new HaltId(restriction.CauseId);
            }
        }

        return null;
    }

    private Effects Effects(HaltId id, Halt after, IReadOnlyList<HaltEvent> facts) =>
        HaltEffects.Of(id, after, facts, settings);
}
