using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.Queue;

/// <summary>The rows of the queue; each method is one statement, set-wise wherever many can share it.</summary>
internal sealed class MessageTable(NpgsqlDataSource database)
{
    /// <summary>Sends a message in the commit that it joins, unless its id is known already.</summary>
    /// <param name="message">The message.</param>
    /// <param name="eventIndex">Which event of the append it follows from.</param>
    public static JoinedWrite Send(LocalMessage message, int eventIndex) => new(
        Sql.Of<MessageTable>("queue_message"),
        [
            JoinedValue.Of(message.Id, NpgsqlDbType.Uuid),
            JoinedValue.Of(message.Type, NpgsqlDbType.Text),
            JoinedValue.Of(message.Key, NpgsqlDbType.Text),
            JoinedValue.Of(Shard.Of(message.Key), NpgsqlDbType.Smallint),
            JoinedValue.Of(message.BodyJson, NpgsqlDbType.Json),
            JoinedValue.PositionOf(eventIndex),
        ]);

    /// <summary>Messages sent and not yet handled, dead ones left out.</summary>
    public async Task<long> CountWaitingAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<MessageTable>("count_waiting"));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Marks a message handled, once, as long as its runner still has its shard.</summary>
    public static RowGuard Take(Guid id, long epoch) => new(
        Sql.Of<MessageTable>("take_message"),
        [JoinedValue.Of(id, NpgsqlDbType.Uuid), JoinedValue.Of(epoch, NpgsqlDbType.Bigint)]);

    /// <summary>
    /// Writes messages in their order and answers their places and claims: the epoch of the runner here that has them
    /// at once, or 0 where some runner is to be told. An id that is known already is not answered.
    /// </summary>
    public async Task<Dictionary<Guid, (long Seq, long Claim)>> SendAsync(
        IReadOnlyList<LocalMessage> messages, Func<short, long> epochOf, CancellationToken ct)
    {
        var shards = messages.Select(message => Shard.Of(message.Key)).ToArray();
        await using var command = database.CreateCommand(Sql.Of<MessageTable>("send_messages"));
        Add(command, messages.Select(message => message.Id));
        Add(command, messages.Select(message => message.Type));
        Add(command, messages.Select(message => message.Key));
        Add(command, shards);
        Add(command, messages.Select(message => message.BodyJson));
        Add(command, shards.Select(epochOf));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var sent = new Dictionary<Guid, (long Seq, long Claim)>(messages.Count);
        while (await reader.ReadAsync(ct))
            sent[reader.GetGuid(0)] = (reader.GetInt64(1), reader.GetInt64(2));
        return sent;
    }

    /// <summary>Makes the caller the shard's runner: no older one's claim matches a row any more.</summary>
    public async Task<long> RaiseEpochAsync(short shard, CancellationToken ct)
    {
        await using var command = Command("raise_epoch", shard);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Frees what another epoch claimed; given what this one holds, also what it claimed and does not hold.
    /// </summary>
    public async Task FreeAsync(short shard, long epoch, IEnumerable<Guid>? held, CancellationToken ct)
    {
        await using var command = Command("free_messages", shard, epoch);
        command.Parameters.Add(new NpgsqlParameter<Guid[]?> { TypedValue = held?.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Claims the oldest free messages of a shard, in no order; none when the epoch has passed.</summary>
    public async Task<IReadOnlyList<LocalMessage>> ClaimAsync(
        short shard, long epoch, int limit, CancellationToken ct)
    {
        await using var command = Command("claim_messages", shard, epoch, limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<LocalMessage>(); // Bounded by limit.
        while (await reader.ReadAsync(ct))
        {
            var position = await reader.IsDBNullAsync(5, ct) ? (long?)null : reader.GetInt64(5);
            claimed.Add(new LocalMessage(
                reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), position,
                reader.GetInt32(6)) { Seq = reader.GetInt64(0) });
        }

        return claimed;
    }

    /// <summary>Marks messages handled whose handling joined no commit.</summary>
    public async Task MarkDoneAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<MessageTable>("mark_done"));
        Add(command, ids);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Puts a failed message off; others of its key go on meanwhile.</summary>
    public Task PutOffAsync(LocalMessage message, long epoch, int attempts, TimeSpan wait, CancellationToken ct) =>
        ExecuteAsync(Command("put_off_message", message.Id, epoch, attempts, wait), ct);

    /// <summary>Frees what was put off until now, and answers how long until the next is due.</summary>
    public async Task<TimeSpan?> FreeDueAsync(short shard, CancellationToken ct)
    {
        await using var command = Command("free_due_messages", shard);
        return await command.ExecuteScalarAsync(ct) as TimeSpan?;
    }

    /// <summary>Moves a message to the dead letters.</summary>
    public Task BuryAsync(LocalMessage message, long epoch, string error, int attempts, CancellationToken ct) =>
        ExecuteAsync(Command("bury_message", message.Id, epoch, error, attempts), ct);

    /// <summary>Keys with dead letters, and whether a human wants them tried again.</summary>
    public async Task<IReadOnlyList<(string Key, bool Replayable)>> ListDeadKeysAsync(CancellationToken ct)
    {
        await using var command = Command("list_dead_keys");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<(string, bool)>(); // Bounded by the letters that wait for a human.
        while (await reader.ReadAsync(ct))
            keys.Add((reader.GetString(0), reader.GetBoolean(1)));
        return keys;
    }

    /// <summary>Puts the dead letters of some keys back in line, in their order.</summary>
    public Task ReplayAsync(IReadOnlyList<string> keys, short shard, CancellationToken ct) =>
        ExecuteAsync(Command("replay_messages", keys.ToArray(), shard), ct);

    /// <summary>Removes some messages that were handled longer ago than <paramref name="keptFor"/>.</summary>
    public Task<int> PurgeAsync(TimeSpan keptFor, CancellationToken ct) =>
        ExecuteAsync(Command("purge_messages", keptFor), ct);

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.CreateCommand(Sql.Of<MessageTable>(sql));
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });

    private static async Task<int> ExecuteAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(ct);
    }
}
