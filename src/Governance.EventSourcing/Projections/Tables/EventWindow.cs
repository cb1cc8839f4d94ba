using Governance.EventSourcing.Projections.Parking;
using Npgsql;

namespace Governance.EventSourcing.Projections.Tables;

/// <inheritdoc/>
internal sealed class EventWindow<TRow>(EventProjection<TRow> projection, string table, ParkedKeys parked) : RowWindow
    where TRow : class
{
    private readonly RowStatements<TRow> _statements = new(projection.Table, table);
    private readonly List<TRow> _rows = []; // Bounded by the events of a window.

    public override Task TakeAsync(
        NpgsqlDataSource database, IReadOnlyList<RecordedEvent> events, string? only, CancellationToken ct)
    {
        foreach (var recorded in events)
        {
            if (parked.Holds(recorded.StreamId))
                parked.Park(recorded.StreamId, recorded.Position, null);
            else
                Take(recorded);
        }

        return Task.CompletedTask;
    }

    public override void Park(RecordedEvent recorded, string reason) =>
        parked.Park(recorded.StreamId, recorded.Position, reason);

    public override void AddTo(NpgsqlBatch batch)
    {
        if (_rows.Count > 0)
            batch.BatchCommands.Add(_statements.Insert(_rows));
    }

    public override void Written() => _rows.Clear();

    public override void Forget() => _rows.Clear();

    private void Take(RecordedEvent recorded)
    {
        var before = _rows.Count;
        try
        {
            projection.Project(recorded, _rows);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _rows.RemoveRange(before, _rows.Count - before);
            parked.Park(recorded.StreamId, recorded.Position, error.Message);
        }
    }
}
