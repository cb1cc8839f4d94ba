using System.Security.Cryptography;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>Commits halts and their lifting, and returns once this node answers gateways by them.</summary>
internal sealed class HaltActs(Transactor transactor, FoldRunner folds, OversightSettings settings)
{
    /// <summary>Bytes of a halt's id.</summary>
    private const int IdBytes = 8;

    /// <summary>
    /// Orders a halt. The same order while one stands answers with that one, so that a double click is one halt.
    /// Null for a deployment that was neither heard nor registered: a mistyped name stops nothing.
    /// </summary>
    internal async Task<(HaltId Id, long Position)?> OrderAsync(
        DeploymentId deployment, string name, RolloutId? rollout, Actor by, string reason, CancellationToken ct)
    {
        var (state, _, _) = await transactor.ReadAsync(FleetStreams.Deployment, deployment.Value, ct);
        if (state.Status is DeploymentStatus.Unknown)
        {
            return null;
        }

        foreach (var standing in state.Restrictions.Where(r => r.Cause is RestrictionCause.Halt))
        {
            var (halt, _, position) = await transactor.ReadAsync(OversightStreams.Halt, standing.CauseId, ct);
            if (halt.Stands && halt.Order?.Rollout == rollout)
            {
                await folds.WaitForAsync(position, ct);
                return (new HaltId(standing.CauseId), position);
            }
        }

        var id = new HaltId(RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true));
        var outcome = await RunAsync(id, new OrderHalt(deployment, name, rollout, by, reason).Decide, by, ct);
        return (id, outcome.Match(done => done.Position, same => same.Position, _ => 0));
    }

    /// <summary>One of two people lets it serve again.</summary>
    internal Task<Outcome<Halt>> ReenableAsync(HaltId id, Actor by, string reason, CancellationToken ct) =>
        RunAsync(id, new Reenable(by.Who, reason).Decide, by, ct);

    private async Task<Outcome<Halt>> RunAsync(
        HaltId id, Func<Halt, DateTimeOffset, Decision<HaltEvent>> decide, Actor by, CancellationToken ct)
    {
        var outcome = await transactor.TransactAsync(
            OversightStreams.Halt,
            id.Value,
            decide,
            (after, facts) => HaltEffects.Of(id, after, facts, settings),
            by,
            ct);
        if (outcome is Outcome<Halt>.Committed done)
        {
            await folds.WaitForAsync(done.Position, ct);
        }

        return outcome;
    }
}
