using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Tables;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// One row per key, from events of any streams. An event that concerns several keys fans out: it is evolved into each
/// of their rows. The first column of the table is the key. An event that cannot be evolved parks its key: the row
/// stays as it was, later events of the key wait, other keys go on.
/// </summary>
/// <typeparam name="TRow">An immutable record; two equal ones are not written twice.</typeparam>
/// <typeparam name="TKey">What the first column holds: <see cref="string"/>, <see cref="long"/> or a Guid.</typeparam>
public abstract class MultiStreamProjection<TRow, TKey> : Projection
    where TRow : class
    where TKey : notnull
{
    /// <summary>Where the rows go, and come from.</summary>
    protected internal abstract ProjectionTable<TRow> Table { get; }

    internal sealed override string TableName => Table.Name;

    internal sealed override IReadOnlyList<string> Shape => Table.Shape;

    /// <summary>Adds the keys of the rows that an event concerns: none, one or several, each once.</summary>
    protected internal abstract void Identities(RecordedEvent recorded, ICollection<TKey> keys);

    /// <summary>The row after one more event; null for no row. Pure: the event's own time, ids of the log.</summary>
    protected internal abstract TRow? Evolve(TRow? row, TKey key, RecordedEvent recorded);

    internal sealed override RowWindow Open(string table, ParkedKeys parked) =>
        new KeyedWindow<TRow, TKey>(this, table, parked);
}
