using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// What was seen on entering: the log's head, the heads of streams asked for, the events whose ids were asked for.
/// </summary>
internal sealed record Entrance(
    Head Head,
    IReadOnlyList<(string StreamId, StreamHead Head)> Streams,
    IReadOnlyDictionary<Guid, StoredEvent> Present);

/// <summary>The statements of one passage through the door, on one held connection.</summary>
internal sealed class DoorSession(NpgsqlConnection connection)
{
    /// <summary>Takes the append lock and learns what the batch's verdicts depend on, in one round trip.</summary>
    public async Task<Entrance> EnterAsync(string[] streams, Guid[] ids, CancellationToken ct)
    {
        await using var entering = NewBatch();
        entering.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        entering.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<DoorSession>("enter_door")));
        if (streams.Length > 0)
            entering.BatchCommands.Add(StreamHeads(streams));
        if (ids.Length > 0)
            entering.BatchCommands.Add(FindEvents(ids));

        await using var reader = await entering.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var head = new Head(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2));
        IReadOnlyList<(string, StreamHead)> heads = [];
        if (streams.Length > 0)
        {
            await reader.NextResultAsync(ct);
            heads = await ReadHeadsAsync(reader, ct);
        }

        var present = new Dictionary<Guid, StoredEvent>();
        if (ids.Length > 0)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var stored = new StoredEvent(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetFieldValue<DateTimeOffset>(3));
                present[stored.Id] = stored;
            }
        }

        return new Entrance(head, heads, present);
    }

    /// <summary>Where streams are, under the lock.</summary>
    public async Task<IReadOnlyList<(string StreamId, StreamHead Head)>> ReadHeadsAsync(
        string[] streams, CancellationToken ct)
    {
        await using var reading = NewBatch();
        reading.BatchCommands.Add(StreamHeads(streams));
        await using var reader = await reading.ExecuteReaderAsync(ct);
        return await ReadHeadsAsync(reader, ct);
    }

    /// <summary>Streams that others moved between two positions.</summary>
    public async Task<IReadOnlyList<(string StreamId, StreamHead Head)>> ReadMovedAsync(
        long after, long until, CancellationToken ct)
    {
        await using var moved = new NpgsqlCommand(Sql.Of<DoorSession>("read_moved_streams"), connection);
        moved.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        moved.Parameters.Add(new NpgsqlParameter<long> { TypedValue = until });
        await using var reader = await moved.ExecuteReaderAsync(ct);
        return await ReadHeadsAsync(reader, ct);
    }

    /// <summary>
    /// Judges the row guards of all placed appends in one round trip. Answers the first append whose guard fails and
    /// why, and then has undone what the guards did; null when all hold.
    /// </summary>
    public async Task<(EncodedAppend Append, Exception Verdict)?> FindFailingGuardAsync(
        BatchPlan plan, CancellationToken ct)
    {
        await using var judging = NewBatch();
        judging.BatchCommands.Add(new NpgsqlBatchCommand("savepoint guards"));
        var asked = new List<(EncodedAppend Append, int Index, NpgsqlBatchCommand Command)>();
        foreach (var placed in plan.Placed.Where(placed => placed.Append.HasRowGuards))
        {
            var guards = placed.Append.Request.RowGuards!;
            for (var i = 0; i < guards.Count; i++)
            {
                var command = EventRows.Joined(
                    guards[i].Sql, guards[i].Parameters, placed.FirstPosition, plan.Entered.At);
                asked.Add((placed.Append, i, command));
                judging.BatchCommands.Add(command);
            }
        }

        if (asked.Count == 0)
            return null;
        (EncodedAppend Append, Exception Verdict)? failing = null;
        try
        {
            await judging.ExecuteNonQueryAsync(ct);
            if (asked.FirstOrDefault(one => one.Command.Rows != 1) is { Append: not null } missed)
                failing = (missed.Append, new RowGuardFailedException(missed.Index, (int)missed.Command.Rows));
        }
        catch (PostgresException refused) when (!StoreUnavailableException.Describes(refused))
        {
            failing = (asked.First(one => one.Command == refused.BatchCommand).Append, refused);
        }

        if (failing is not null)
            await ExecuteAsync("rollback to savepoint guards", ct);
        if (failing is { Verdict: PostgresException })
            ForgetStatements();
        return failing;
    }

    /// <summary>Writes what was placed and commits, pipelined.</summary>
    public async Task WriteAsync(BatchPlan plan, CancellationToken ct)
    {
        if (plan.Events >= AppendLimits.CopyFrom)
            await EventRows.CopyAsync(connection, plan, ct);
        await using var writing = NewBatch();
        writing.BatchCommands.Add(EventRows.MoveHead(plan));
        AddRows(writing, plan, copied: plan.Events >= AppendLimits.CopyFrom);
        writing.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await writing.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Enters, writes and commits in one round trip (the pipeline is one implicit transaction), if the head is still
    /// where the plan was made for. Answers the time of the append, or null when the head has moved and nothing was
    /// written.
    /// </summary>
    public async Task<DateTimeOffset?> WriteAtOnceAsync(BatchPlan plan, CancellationToken ct)
    {
        await using var writing = NewBatch();
        writing.BatchCommands.Add(EventRows.EnterAndMoveHead(plan));
        AddRows(writing, plan, copied: false);
        try
        {
            await using var reader = await writing.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var at = reader.GetFieldValue<DateTimeOffset>(0);
            while (await reader.NextResultAsync(ct))
            {
                // An error of a later statement shows when its result is asked for.
            }

            return at;
        }
        catch (PostgresException moved) when (moved.SqlState == HeadMoved)
        {
            ForgetStatements();
            return null;
        }
    }

    /// <summary>Leaves the door without having written.</summary>
    public Task RollBackAsync(CancellationToken ct) => ExecuteAsync("rollback", ct);

    /// <summary>
    /// After an error of the server. Npgsql 10.0.0 takes a statement whose first prepared execution failed for another
    /// one afterwards (https://github.com/npgsql/npgsql/issues/6391), and the next batch on the connection would break.
    /// </summary>
    public void ForgetStatements() => connection.UnprepareAll();

    /// <summary>Raised by es_enter_at; see migration 0012.</summary>
    private const string HeadMoved = "ES001";

    private static void AddRows(NpgsqlBatch writing, BatchPlan plan, bool copied)
    {
        if (!copied)
            writing.BatchCommands.Add(EventRows.Insert(plan));
        writing.BatchCommands.Add(EventRows.UpsertStreams(plan));
        if (EventRows.InsertSegments(plan) is { } segments)
            writing.BatchCommands.Add(segments);
        foreach (var write in EventRows.JoinedWrites(plan))
            writing.BatchCommands.Add(write);
    }

    private static async Task<List<(string, StreamHead)>> ReadHeadsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var heads = new List<(string, StreamHead)>();
        while (await reader.ReadAsync(ct))
            heads.Add((reader.GetString(0), new StreamHead(reader.GetInt64(1), reader.GetBoolean(2))));
        return heads;
    }

    private static NpgsqlBatchCommand StreamHeads(string[] streams) =>
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
