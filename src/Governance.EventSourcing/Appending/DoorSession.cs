using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// One passage through the door on one held connection: enter and look in one round trip, judge, write and commit in
/// another.
/// </summary>
internal sealed class DoorSession(NpgsqlConnection connection, StreamHeads heads)
{
    /// <summary>Takes the append lock and learns what the batch's verdicts depend on.</summary>
    public async Task<BatchPlan> EnterAsync(IReadOnlyList<EncodedAppend> batch, CancellationToken ct)
    {
        var streams = batch.SelectMany(append => append.StreamIds()).Distinct(StringComparer.Ordinal).ToArray();
        var unknown = streams.Where(stream => !heads.Has(stream)).ToArray();
        var repeatable = batch.Where(append => append.MayRepeat)
            .SelectMany(append => append.Events, (_, written) => written.Id).ToArray();

        await using var entering = NewBatch();
        entering.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        entering.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<DoorSession>("enter_door")));
        if (unknown.Length > 0)
            entering.BatchCommands.Add(StreamVersions(unknown));
        if (repeatable.Length > 0)
            entering.BatchCommands.Add(FindEvents(repeatable));

        BatchPlan plan;
        await using (var reader = await entering.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            plan = new BatchPlan(
                new Head(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2)), heads);
            if (unknown.Length > 0)
            {
                await reader.NextResultAsync(ct);
                await ReadVersionsAsync(reader, ct);
            }

            if (repeatable.Length > 0)
            {
                await reader.NextResultAsync(ct);
                while (await reader.ReadAsync(ct))
                {
                    plan.AddPresent(new StoredEvent(
                        reader.GetGuid(0),
                        reader.GetString(1),
                        reader.GetInt64(2),
                        reader.GetFieldValue<DateTimeOffset>(3)));
                }
            }
        }

        await CatchUpAsync(plan.Entered, streams, ct);
        return plan;
    }

    /// <summary>Judges every append in order; row guards touch rows, so each such append has a savepoint.</summary>
    public async Task JudgeAsync(BatchPlan plan, IReadOnlyList<EncodedAppend> batch, CancellationToken ct)
    {
        foreach (var append in batch)
        {
            if (plan.Judge(append) is not { } placed)
                continue;
            if (append.HasRowGuards && await FailingGuardAsync(placed, plan.Entered.At, ct) is { } verdict)
                plan.Refuse(append, verdict);
            else
                plan.Accept(placed);
        }
    }

    /// <summary>Writes what was accepted and commits; nothing accepted commits nothing.</summary>
    public async Task WriteAsync(BatchPlan plan, CancellationToken ct)
    {
        if (plan.Placed.Count == 0)
        {
            await ExecuteAsync("rollback", ct);
            return;
        }

        await using var writing = NewBatch();
        writing.BatchCommands.Add(EventRows.MoveHead(plan));
        if (plan.LastPosition - plan.Entered.Position >= AppendLimits.CopyFrom)
            await EventRows.CopyAsync(connection, plan, ct);
        else
            writing.BatchCommands.Add(EventRows.Insert(plan));
        writing.BatchCommands.Add(EventRows.UpsertStreams(plan));
        foreach (var write in EventRows.JoinedWrites(plan))
            writing.BatchCommands.Add(write);
        writing.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await writing.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Leaves the door without having written.</summary>
    public Task RollBackAsync(CancellationToken ct) => ExecuteAsync("rollback", ct);

    private async Task CatchUpAsync(Head entered, string[] streams, CancellationToken ct)
    {
        if (heads.Known is { } known && known.Epoch == entered.Epoch
            && entered.Position - known.Position is >= 0 and <= AppendLimits.RowsToCatchUp)
        {
            if (known.Position == entered.Position)
                return;
            await using var moved = new NpgsqlCommand(Sql.Of<DoorSession>("read_moved_streams"), connection);
            moved.Parameters.AddWithValue(known.Position);
            moved.Parameters.AddWithValue(entered.Position);
            await using var reader = await moved.ExecuteReaderAsync(ct);
            await ReadVersionsAsync(reader, ct);
        }
        else if (heads.Known is not null)
        {
            heads.Forget();
            await using var reading = NewBatch();
            reading.BatchCommands.Add(StreamVersions(streams));
            await using var reader = await reading.ExecuteReaderAsync(ct);
            await ReadVersionsAsync(reader, ct);
        }

        heads.MoveTo(entered);
    }

    private async Task ReadVersionsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
            heads.Set(reader.GetString(0), new StreamHead(reader.GetInt64(1), reader.GetBoolean(2)));
    }

    private async Task<Exception?> FailingGuardAsync(PlacedAppend placed, DateTimeOffset at, CancellationToken ct)
    {
        var guards = placed.Append.Request.RowGuards!;
        await ExecuteAsync("savepoint guards", ct);
        for (var i = 0; i < guards.Count; i++)
        {
            var rows = 0;
            try
            {
                await using var judging = NewBatch();
                judging.BatchCommands.Add(
                    EventRows.Joined(guards[i].Sql, guards[i].Parameters, placed.FirstPosition, at));
                await using var reader = await judging.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct))
                    rows++;
                rows = Math.Max(rows, reader.RecordsAffected);
            }
            catch (PostgresException refused) when (!StoreUnavailableException.Describes(refused))
            {
                await ExecuteAsync("rollback to savepoint guards", ct);
                return refused;
            }

            if (rows != 1)
            {
                await ExecuteAsync("rollback to savepoint guards", ct);
                return new RowGuardFailedException(i, rows);
            }
        }

        return null;
    }

    private static NpgsqlBatchCommand StreamVersions(string[] streams) =>
        new(Sql.Of<DoorSession>("read_stream_versions"))
        {
            Parameters =
            {
                new NpgsqlParameter<string[]>
                {
                    TypedValue = streams,
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
                },
            },
        };

    private static NpgsqlBatchCommand FindEvents(Guid[] ids) => new(Sql.Of<DoorSession>("find_events"))
    {
        Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = ids } },
    };

    private NpgsqlBatch NewBatch() => new(connection) { Timeout = AppendLimits.CommandTimeoutSeconds };

    private async Task ExecuteAsync(string statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement, connection)
        {
            CommandTimeout = AppendLimits.CommandTimeoutSeconds,
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
