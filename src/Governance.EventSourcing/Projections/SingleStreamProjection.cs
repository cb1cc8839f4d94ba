namespace Governance.EventSourcing.Projections;

/// <summary>One row per stream; the first column of the table is the stream's id.</summary>
public abstract class SingleStreamProjection<TRow> : MultiStreamProjection<TRow, string>
    where TRow : class
{
    /// <summary>The row after one more event of its stream; null for no row.</summary>
    protected abstract TRow? Evolve(TRow? row, RecordedEvent recorded);

    /// <inheritdoc/>
    protected internal sealed override void Identities(RecordedEvent recorded, ICollection<string> keys) =>
        keys.Add(recorded.StreamId);

    /// <inheritdoc/>
    protected internal sealed override TRow? Evolve(TRow? row, string key, RecordedEvent recorded) =>
        Evolve(row, recorded);
}
