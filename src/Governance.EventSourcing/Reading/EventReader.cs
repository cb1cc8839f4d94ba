using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Reading;

/// <summary>Reads facts from the tables.</summary>
internal sealed class EventReader(NpgsqlDataSource database)
{
    private const string BehaviourPrefix = "behaviour.";

    public static bool IsBehaviour(string type) => type.StartsWith(BehaviourPrefix, StringComparison.Ordinal);

    public async Task<Head> HeadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<EventReader>("read_head"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Head(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2));
    }

    /// <summary>
    /// Events after one position up to another, in commit order. On a table that just grew the planner would rather
    /// sort than walk the index, which delays a reader by seconds; it is told not to, for this transaction.
    /// </summary>
    public async Task<List<RecordedEvent>> ReadAsync(
        long after,
        long until,
        int limit,
        IReadOnlyCollection<string>? types,
        bool withoutBehaviour,
        CancellationToken ct)
    {
        var governed = types?.All(type => !IsBehaviour(type)) ?? withoutBehaviour;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<EventReader>("pin_planner")));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            Sql.Of<EventReader>(governed ? "read_governed_events" : "read_events"))
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<long> { TypedValue = until },
                new NpgsqlParameter<int> { TypedValue = limit },
                new NpgsqlParameter
                {
                    Value = types?.ToArray() ?? (object)DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
                },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await ReadRowsAsync(reader, ct);
    }

    public async Task<IReadOnlyList<RecordedEvent>> FetchStreamAsync(
        string streamId,
        long fromVersion,
        long? asOfVersion,
        DateTimeOffset? asOfTime,
        long? asOfPosition,
        CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<EventReader>("fetch_stream"));
        command.Parameters.AddWithValue(streamId);
        command.Parameters.AddWithValue(fromVersion);
        command.Parameters.AddWithValue(asOfVersion ?? long.MaxValue);
        command.Parameters.AddWithValue(asOfTime?.UtcDateTime ?? DateTime.MaxValue.ToUniversalTime());
        command.Parameters.AddWithValue(asOfPosition ?? long.MaxValue);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await ReadRowsAsync(reader, ct);
    }

    public async Task<StreamState?> FetchStreamStateAsync(string streamId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<EventReader>("fetch_stream_state"));
        command.Parameters.AddWithValue(streamId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;
        return new StreamState(
            streamId,
            reader.GetInt64(0),
            Optional(reader, 1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetFieldValue<DateTimeOffset>(3));
    }

    private static async Task<List<RecordedEvent>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var events = new List<RecordedEvent>();
        while (await reader.ReadAsync(ct))
        {
            events.Add(new RecordedEvent(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetInt64(3),
                reader.GetString(4),
                reader.GetFieldValue<byte[]>(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                Optional(reader, 7),
                Optional(reader, 8),
                Optional(reader, 9),
                Optional(reader, 10),
                Optional(reader, 11)));
        }

        return events;
    }

    private static string? Optional(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
