using Npgsql;

namespace Governance.EventSourcing.Projections.Tables;

/// <summary>
/// What a run of events does to one generation's table: evolved in memory, then written at once. Whatever was read
/// outside the writing transaction is judged by the checkpoint in it.
/// </summary>
internal abstract class RowWindow
{
    /// <summary>Takes in events in commit order; those of parked keys are set aside.</summary>
    /// <param name="only">Of every event only this key, when it is tried again; null for all.</param>
    public abstract Task TakeAsync(
        NpgsqlDataSource database, IReadOnlyList<RecordedEvent> events, string? only, CancellationToken ct);

    /// <summary>Sets aside all keys of an event whose rows the table refused.</summary>
    public abstract void Park(RecordedEvent recorded, string reason);

    /// <summary>The statements that write what was taken in.</summary>
    public abstract void AddTo(NpgsqlBatch batch);

    /// <summary>It is committed: what memory holds is what the table holds.</summary>
    public abstract void Written();

    /// <summary>Memory holds nothing any more.</summary>
    public abstract void Forget();
}
