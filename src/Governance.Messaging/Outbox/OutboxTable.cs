using System.Text.Json;
using Governance.Postgres;
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
    ]);

    /// <summary>Ends an attempt: delivered, or to be tried again at <paramref name="nextAt"/>.</summary>
    public static JoinedWrite Settle(long id, int attempt, bool sent, DateTimeOffset nextAt) =>
        new(Sql.Of<OutboxTable>("settle_message"),
        [
            JoinedValue.Of(id, NpgsqlDbType.Bigint),
            JoinedValue.Of(attempt, NpgsqlDbType.Integer),
            JoinedValue.Of(sent ? "sent" : "pending", NpgsqlDbType.Text),
            JoinedValue.Of(nextAt.UtcDateTime, NpgsqlDbType.TimestampTz),
        ]);

    /// <summary>Ends the last attempt: the message is a dead letter.</summary>
    public static JoinedWrite Bury(long id, int attempt, string error) => new(Sql.Of<OutboxTable>("bury_message"),
    [
        JoinedValue.Of(id, NpgsqlDbType.Bigint),
        JoinedValue.Of(attempt, NpgsqlDbType.Integer),
        JoinedValue.Of(error, NpgsqlDbType.Text),
    ]);

    /// <summary>
    /// The oldest pending message of every destination, at most <paramref name="limit"/> destinations.
    /// </summary>
    public async Task<IReadOnlyList<QueuedMessage>> ListHeadsAsync(int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("list_heads"));
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var heads = new List<QueuedMessage>(); // Bounded by limit.
        while (await reader.ReadAsync(ct))
            heads.Add(Read(reader));
        return heads;
    }

    /// <summary>
    /// Begins an attempt: durable before anything is sent, so that a crash leaves a trace. Answers the attempt's number
    /// and whether the one before it never ended; null when another node is sending it.
    /// </summary>
    public async Task<(int Attempt, bool AfterCrash)?> ClaimAsync(long id, TimeSpan length, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>("claim_message"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt32(0), reader.GetBoolean(1)) : null;
    }

    /// <summary>
    /// Ends every claim, for whoever begins to dispatch: the dispatcher before is gone, and at worst it delivers a
    /// message that the receiver then sees twice under one key.
    /// </summary>
    public Task EndClaimsAsync(CancellationToken ct) => ExecuteAsync("end_claims", null, ct);

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
        reader.GetInt32(10),
        reader.GetFieldValue<DateTimeOffset>(8),
        reader.GetBoolean(9));

    private async Task ExecuteAsync(string sql, TimeSpan? parameter, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<OutboxTable>(sql));
        if (parameter is { } value)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
