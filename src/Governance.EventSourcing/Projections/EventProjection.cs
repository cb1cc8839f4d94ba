using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Tables;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// Rows that come from one event each and never change. The key that a poison event parks is its stream.
/// </summary>
public abstract class EventProjection<TRow> : Projection
    where TRow : class
{
    /// <summary>Where the rows go.</summary>
    protected internal abstract ProjectionTable<TRow> Table { get; }

    internal sealed override string TableName => Table.Name;

    internal sealed override IReadOnlyList<string> Shape => Table.Shape;

    /// <summary>Adds the rows that follow from an event: none, one or several.</summary>
    protected internal abstract void Project(RecordedEvent recorded, ICollection<TRow> rows);

    internal sealed override RowWindow Open(string table, ParkedKeys parked) =>
        new EventWindow<TRow>(this, table, parked);
}
