using Governance.EventSourcing;
using Governance.Server.Audit.Publishing;
using Governance.Server.Audit.Signing;
using Governance.Server.Pipeline;

namespace Governance.Server.Audit.Pages;

/// <summary>How the log stands, as the audit page says it.</summary>
/// <param name="Tree">The newest signed tree; null before the first.</param>
/// <param name="Waiting">Facts stored but not yet signed.</param>
/// <param name="Damage">Why nothing is signed; null while the log is sound.</param>
/// <param name="SoundAt">When self-audit last found every fact as signed; null where this node has not looked.</param>
/// <param name="SweptTo">How far the present pass is.</param>
/// <param name="HasLeft">Whether a checkpoint has ever left the house.</param>
public sealed record LogView(
    SignedTree? Tree, long Waiting, LogDamage? Damage, DateTimeOffset? SoundAt, long SweptTo, bool HasLeft);

/// <summary>Reads how the log stands.</summary>
internal sealed class LogViewReader(
    LogReader log, LogState state, LogCopy copy, Transactor transactor, EventStore store)
{
    internal async Task<LogView> ReadAsync(CancellationToken ct)
    {
        var signed = await log.SignedAsync(ct);
        var head = await store.HeadAsync(ct);
        var keeping = (await transactor.ReadAsync(Damages.Stream, Damages.StreamId, ct)).State;
        return new LogView(
            signed, Math.Max(0, head.Position - (signed?.Size ?? 0)), state.Damage ?? copy.Damage,
            state.SoundAt, state.SweptTo, keeping.LastExport is not null);
    }
}
