using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Appending;

/// <summary>The set-wise statements that put a planned batch into the tables.</summary>
internal static class EventRows
{
    public static NpgsqlBatchCommand MoveHead(BatchPlan plan) => new(Sql.Of(typeof(EventRows), "move_head"))
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = plan.LastPosition },
            Time(plan.Entered.At),
        },
    };

    /// <summary>The same, and taking the lock, if the head is still where the plan was made for.</summary>
    public static NpgsqlBatchCommand EnterAndMoveHead(BatchPlan plan) => new(Sql.Of(typeof(EventRows), "enter_at"))
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = plan.Entered.Position },
            new NpgsqlParameter<long> { TypedValue = plan.Entered.Epoch },
            new NpgsqlParameter<long> { TypedValue = plan.LastPosition },
        },
    };

    public static NpgsqlBatchCommand Insert(BatchPlan plan)
    {
        var rows = Rows(plan);
        return new NpgsqlBatchCommand(Sql.Of(typeof(EventRows), "insert_events"))
        {
            Parameters =
            {
                Array(rows, row => row.Position, NpgsqlDbType.Bigint),
                Array(rows, row => row.Event.Id, NpgsqlDbType.Uuid),
                Array(rows, row => row.Event.StreamId, NpgsqlDbType.Varchar),
                Array(rows, row => row.Version, NpgsqlDbType.Bigint),
                Array(rows, row => row.Event.Data, NpgsqlDbType.Json),
                Array(rows, row => row.Event.Type, NpgsqlDbType.Varchar),
                Array(rows, row => row.Event.DotnetType, NpgsqlDbType.Varchar),
                Array(rows, row => row.Metadata.CorrelationId, NpgsqlDbType.Varchar),
                Array(rows, row => row.Metadata.CausationId, NpgsqlDbType.Varchar),
                Array(rows, row => row.Append.HeadersJson, NpgsqlDbType.Json),
                Array(rows, row => row.Metadata.Actor, NpgsqlDbType.Varchar),
                Array(rows, row => row.Event.Salt, NpgsqlDbType.Bytea),
                Array(rows, row => row.Event.DataHash, NpgsqlDbType.Bytea),
                Array(rows, row => row.Event.MetaHash, NpgsqlDbType.Bytea),
            },
        };
    }

    public static async Task CopyAsync(NpgsqlConnection connection, BatchPlan plan, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Sql.Of(typeof(EventRows), "copy_events"), ct);
        var at = plan.Entered.At.UtcDateTime;
        foreach (var row in Rows(plan))
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Position, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Event.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Event.StreamId, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Event.Data, NpgsqlDbType.Json, ct);
            await copy.WriteAsync(row.Event.Type, NpgsqlDbType.Varchar, ct);
            await WriteTextAsync(copy, row.Event.DotnetType, NpgsqlDbType.Varchar, ct);
            await WriteTextAsync(copy, row.Metadata.CorrelationId, NpgsqlDbType.Varchar, ct);
            await WriteTextAsync(copy, row.Metadata.CausationId, NpgsqlDbType.Varchar, ct);
            await WriteTextAsync(copy, row.Append.HeadersJson, NpgsqlDbType.Json, ct);
            await WriteTextAsync(copy, row.Metadata.Actor, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(row.Event.Salt, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(row.Event.DataHash, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(row.Event.MetaHash, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, ct);
        }

        await copy.CompleteAsync(ct);
    }

    public static NpgsqlBatchCommand UpsertStreams(BatchPlan plan) => new(Sql.Of(typeof(EventRows), "upsert_streams"))
    {
        Parameters =
        {
            Array(plan.Moved, moved => moved.Key, NpgsqlDbType.Varchar),
            Array(plan.Moved, moved => moved.Value.Type, NpgsqlDbType.Varchar),
            Array(plan.Moved, moved => moved.Value.Head.Version, NpgsqlDbType.Bigint),
        },
    };

    /// <summary>The segments of all placed appends, or null when there are none.</summary>
    public static NpgsqlBatchCommand? InsertSegments(BatchPlan plan)
    {
        List<(long Position, SegmentRow Row)> segments =
        [
            .. from placed in plan.Placed
               from row in placed.Append.Request.Segments ?? []
               select (placed.FirstPosition + row.EventIndex, row),
        ];
        return segments.Count == 0 ? null : new NpgsqlBatchCommand(Sql.Of(typeof(EventRows), "insert_segments"))
        {
            Parameters =
            {
                Array(segments, one => one.Position, NpgsqlDbType.Bigint),
                Array(segments, one => one.Row.Day, NpgsqlDbType.Date),
                Array(segments, one => one.Row.Deployment, NpgsqlDbType.Text),
                Array(segments, one => one.Row.Codec, NpgsqlDbType.Smallint),
                Array(segments, one => one.Row.Count, NpgsqlDbType.Integer),
                Array(segments, one => one.Row.RawLength, NpgsqlDbType.Integer),
                Array(segments, one => one.Row.Salt, NpgsqlDbType.Bytea),
                Array(segments, one => one.Row.Root, NpgsqlDbType.Bytea),
                Array(segments, one => one.Row.Body, NpgsqlDbType.Bytea),
            },
        };
    }

    public static IEnumerable<NpgsqlBatchCommand> JoinedWrites(BatchPlan plan) =>
        from placed in plan.Placed
        from write in placed.Append.Request.Writes ?? []
        select Joined(write.Sql, write.Parameters, placed.FirstPosition, plan.Entered.At);

    public static NpgsqlBatchCommand Joined(
        string sql, IReadOnlyList<JoinedValue> values, long firstPosition, DateTimeOffset at)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value.ToParameter(firstPosition, at));
        return command;
    }

    public static IReadOnlyList<RecordedEvent> Recorded(BatchPlan plan) => System.Array.ConvertAll(
        Rows(plan),
        row => new RecordedEvent(
            row.Position,
            row.Event.Id,
            row.Event.StreamId,
            row.Version,
            row.Event.Type,
            row.Event.Data,
            plan.Entered.At,
            row.Metadata.Actor,
            row.Metadata.CorrelationId,
            row.Metadata.CausationId,
            row.Append.HeadersJson,
            row.Event.DotnetType));

    private static Row[] Rows(BatchPlan plan)
    {
        var (rows, next) = (new Row[plan.Events], 0);
        foreach (var placed in plan.Placed)
        {
            for (var i = 0; i < placed.Versions.Length; i++)
            {
                rows[next++] = new Row(
                    placed.FirstPosition + i, placed.Versions[i], placed.Append.Events[i], placed.Append);
            }
        }

        return rows;
    }

    private static NpgsqlParameter<T[]> Array<TRow, T>(
        IReadOnlyCollection<TRow> rows, Func<TRow, T> value, NpgsqlDbType type)
    {
        var (column, next) = (new T[rows.Count], 0);
        foreach (var row in rows)
            column[next++] = value(row);
        return new NpgsqlParameter<T[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset at) =>
        new() { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static Task WriteTextAsync(
        NpgsqlBinaryImporter copy, string? text, NpgsqlDbType type, CancellationToken ct) =>
        text is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, type, ct);

    private readonly record struct Row(long Position, long Version, EncodedEvent Event, EncodedAppend Append)
    {
        public AppendMetadata Metadata => Append.Request.Metadata;
    }
}
