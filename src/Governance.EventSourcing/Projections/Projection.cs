using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Tables;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// A table that is a function of the log alone: no clock but the events' own, no ids but those of the log, no other
/// table, and no effect on anything else, so that applying the log again does nothing but fill a table.
/// A projection is asynchronous: rows and checkpoint move in one transaction, every event is applied exactly once, in
/// order. One that is wanted live, as of this instant, is a fold of its stream on demand; none runs inside an append.
/// Derive from <see cref="SingleStreamProjection{TRow}"/>, <see cref="MultiStreamProjection{TRow, TKey}"/> or
/// <see cref="EventProjection{TRow}"/>.
/// </summary>
public abstract class Projection
{
    private protected Projection()
    {
    }

    /// <summary>A stable word, of which the checkpoint's name is made.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Rises with every change of the table or of what is written into it. Each version has its own tables and its own
    /// checkpoint, so two binaries follow the log side by side.
    /// </summary>
    public virtual int Version => 1;

    /// <summary>The aliases it wants; null for every event, behaviour included.</summary>
    public abstract IReadOnlyCollection<string>? Types { get; }

    /// <summary>
    /// False when it takes nothing from an event but position, time, stream, type and actor: then an event type that
    /// this binary does not know cannot mislead it, and it goes on where others stop.
    /// </summary>
    protected internal virtual bool ReadsPayloads => true;

    /// <summary>The name of its checkpoint, as Marten has it.</summary>
    internal string Follower => Version == 1 ? $"{Name}:All" : $"{Name}:V{Version}:All";

    /// <summary>The table without version and generation.</summary>
    internal abstract string TableName { get; }

    /// <summary>Statements that make a table, which comes first, and its indexes.</summary>
    internal abstract IReadOnlyList<string> Shape { get; }

    /// <summary>An empty window onto one generation's table.</summary>
    internal abstract RowWindow Open(string table, ParkedKeys parked);
}
