using System.Text.Json;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.Outbox;

/// <summary>
/// The rows of what leaves the system. Queuing and settling are values that join the commit of an append.
/// </summary>
public sealed class OutboxTable(NpgsqlDataSource database)
{
    /// <summary>Queues a message in the commit that it joins, unless its idempotency key is known already.</summary>
    public static JoinedWrite Queue(OutgoingMessage message) => new(Sql.Of<OutboxTable>("queue_message"),
    [
        JoinedValue.Of(message.Destination, NpgsqlDbType.Text),
        JoinedValue.Of(message.Key, NpgsqlDbType.Text),
        JoinedValue.Of(message.IdempotencyKey, NpgsqlDbType.Text),
        JoinedValue.Of(message.ContentType, NpgsqlDbType.Text),
        JoinedValue.Of(JsonSerializer.Serialize(message.Headers ?? NoHeaders), NpgsqlDbType.Json),
        JoinedValue.Of(message.Body, NpgsqlDbType.Bytea),
        JoinedValue.PositionOf(0),
        JoinedValue.At,
        JoinedValue.Of(Shard.Of(message.Destination), NpgsqlDbType.Smallint),
    ]);

    /// <summary>
    /// Takes back what is queued under a key, in the commit that it joins: nobody needs it any more. An attempt that is
    /// under way ends and is kept, and no other follows.
    /// </summary>
    public static JoinedWrite Withdraw(string key) => new(
        Sql.Of<OutboxTable>("withdraw_messages"), [JoinedValue.Of(key, NpgsqlDbType.Text)]);

    /// <summary>
    /// Ends an attempt: delivered, or to be tried again after <paramref name="wait"/> by the database's clock.
    /// </summary>
    public static JoinedWrite Settle(long id, int attempt, bool sent, TimeSpan wait) =>
        new(Sql.Of<OutboxTable>("settle_message"),
        [
            JoinedValue.Of(id, NpgsqlDbType.Bigint),
            JoinedValue.Of(attempt, NpgsqlDbType.Integer),
            JoinedValue.Of(sent ? "sent" : "pending", NpgsqlDbType.Text),
            JoinedValue.Of(wait, NpgsqlDbType.Interval),
        ]);

    /// <summary>Ends the last attempt: the message is a dead letter.</summary>
    public static JoinedWrite Bury(long id, int attempt, string error) => new(Sql.Of<OutboxTable>("bury_message"),
    [
        JoinedValue.Of(id, NpgsqlDbType.Bigint),
        JoinedValue.Of(attempt, NpgsqlDbType.Integer),
        JoinedValue.Of(error, NpgsqlDbType.Text),
    ]);

    /// <summary>
    /// The oldest pending message of every destination in some shards, at most <paramref name="limit"/> destinations.
    /// </summary>
    public async Task<IReadOnlyList<QueuedMessage>> ListHeadsAsync(
        IEnumerable<short> shards, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("list_heads"));
        command.Parameters.AddWithValue(shards.ToArray());
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var heads = new List<QueuedMessage>(); // Bounded by limit.
        while (await reader.ReadAsync(ct))
            heads.Add(Read(reader));
        return heads;
    }

    /// <summary>
    /// Begins an attempt: durable before anything is sent, so that a crash leaves a trace. Answers the attempt's number
    /// and whether the one before it never ended; null when another node is sending it, or has <paramref name="lease"/>
    /// by now: a node that was paused sends nothing more.
    /// </summary>
    public async Task<(int Attempt, bool AfterCrash)?> ClaimAsync(
        long id, Lease lease, TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("claim_message"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(length);
        command.Parameters.AddWithValue(lease.Name);
        command.Parameters.AddWithValue(lease.Holder);
        command.Parameters.AddWithValue(lease.Epoch);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt32(0), reader.GetBoolean(1)) : null;
    }

    /// <summary>
    /// Ends every claim of a shard, for whoever begins to dispatch it: the dispatcher before is gone, and at worst it
    /// delivers a message that the receiver then sees twice under one key.
    /// </summary>
    public async Task EndClaimsAsync(short shard, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("end_claims"));
        command.Parameters.AddWithValue(shard);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Carries out a settlement that joins no append.</summary>
    public async Task SettleAsync(JoinedWrite settlement, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(settlement.Sql);
        foreach (var value in settlement.Parameters)
            command.Parameters.Add(value.ToParameter(0, now));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Puts replayable messages back in line, removes settled ones older than <paramref name="keptFor"/>, and counts.
    /// </summary>
    public async Task<(long Pending, long Dead)> TidyAsync(TimeSpan keptFor, CancellationToken ct)
    {
        await ExecuteAsync("replay_messages", null, ct);
        await ExecuteAsync("purge_messages", keptFor, ct);
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("count_messages"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static Dictionary<string, string> NoHeaders { get; } = [];

    private static QueuedMessage Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        new OutgoingMessage(
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetFieldValue<byte[]>(6),
            JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(5))),
        reader.GetInt32(8),
        reader.GetInt16(9),
        reader.GetTimeSpan(10),
        reader.GetBoolean(7));

    private async Task ExecuteAsync(string sql, TimeSpan? parameter, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>(sql));
        if (parameter is { } value)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
