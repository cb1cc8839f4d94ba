using Governance.Domain.Oversight;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>
/// The time to effect is up: what is said then is judged over everything that the log holds, so a restart in between
/// changes nothing.
/// </summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Verdict">What was seen of it.</param>
internal sealed record EffectDeadline(Watching Order, EffectVerdict Verdict)
{
    /// <summary>Null when nobody waits for the effect of that order any more.</summary>
    internal static async Task<EffectDeadline?> OfAsync(
        string stream, EffectBoard board, FoldRunner folds, EventStore store, DateTimeOffset now, CancellationToken ct)
    {
        await folds.WaitForAsync((await store.HeadAsync(ct)).Position, ct);
        return board.Find(stream) is { } order ? new EffectDeadline(order, order.Watch.Judge(now)) : null;
    }
}
