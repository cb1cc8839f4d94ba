using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.Timers;

/// <summary>The durable timers. Arming, cancelling and taking are values that join the commit of an append.</summary>
public sealed class TimerTable(NpgsqlDataSource database)
{
    /// <summary>Sets a timer in the commit that it joins.</summary>
    public static JoinedWrite Arm(TimerToArm timer) => new(Sql.Of<TimerTable>("arm_timer"),
    [
        JoinedValue.Of(timer.Kind, NpgsqlDbType.Text),
        JoinedValue.Of(timer.Key, NpgsqlDbType.Text),
        JoinedValue.Of(timer.DueAt.UtcDateTime, NpgsqlDbType.TimestampTz),
        JoinedValue.Of(timer.PayloadJson, NpgsqlDbType.Json),
        JoinedValue.At,
        JoinedValue.PositionOf(0),
        JoinedValue.Of(Shard.Of(timer.Key), NpgsqlDbType.Smallint),
    ]);

    /// <summary>Takes a timer away in the commit that it joins; one that is not there is no error.</summary>
    public static JoinedWrite Cancel(TimerKey timer) => new(Sql.Of<TimerTable>("cancel_timer"),
    [
        JoinedValue.Of(timer.Kind, NpgsqlDbType.Text),
        JoinedValue.Of(timer.Key, NpgsqlDbType.Text),
    ]);

    /// <summary>
    /// Removes a timer with the facts that its firing makes. The append drops out if another node was faster, or if the
    /// timer was cancelled or armed anew since it was read.
    /// </summary>
    public static RowGuard Take(DueTimer timer) => new(Sql.Of<TimerTable>("take_timer"),
    [
        JoinedValue.Of(timer.Kind, NpgsqlDbType.Text),
        JoinedValue.Of(timer.Key, NpgsqlDbType.Text),
        JoinedValue.Of(timer.Id, NpgsqlDbType.Bigint),
    ]);

    /// <summary>The timers of some shards that are due by <paramref name="now"/>, earliest first.</summary>
    public async Task<IReadOnlyList<DueTimer>> ListDueAsync(
        DateTimeOffset now, IEnumerable<short> shards, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("list_due_timers"));
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue(shards.ToArray());
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var timers = new List<DueTimer>(); // Bounded by limit.
        while (await reader.ReadAsync(ct))
        {
            timers.Add(new DueTimer(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetInt64(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetString(5),
                reader.GetInt64(6),
                reader.GetInt32(7),
                reader.GetInt16(8)));
        }

        return timers;
    }

    /// <summary>
    /// When the first timer of some shards after <paramref name="now"/> is due, from the index alone.
    /// </summary>
    public async Task<DateTimeOffset?> PeekAsync(DateTimeOffset now, IEnumerable<short> shards, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("peek_timer"));
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue(shards.ToArray());
        return await command.ExecuteScalarAsync(ct) is DateTime next ? next : null;
    }

    /// <summary>Removes a timer whose firing made no facts.</summary>
    public async Task RemoveAsync(DueTimer timer, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("take_timer"));
        AddIdentity(command, timer);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Puts a failed firing off until <paramref name="until"/>.</summary>
    public async Task PostponeAsync(DueTimer timer, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("postpone_timer"));
        AddIdentity(command, timer);
        command.Parameters.AddWithValue(until.UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Moves a timer that keeps failing to the dead letters, in one statement.</summary>
    public async Task BuryAsync(DueTimer timer, string error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("bury_timer"));
        AddIdentity(command, timer);
        command.Parameters.AddWithValue(error);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Arms the buried timers again that a human wants tried again.</summary>
    public async Task ReplayAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<TimerTable>("replay_timers"));
        command.Parameters.AddWithValue(now.UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddIdentity(NpgsqlCommand command, DueTimer timer)
    {
        command.Parameters.AddWithValue(timer.Kind);
        command.Parameters.AddWithValue(timer.Key);
        command.Parameters.AddWithValue(timer.Id);
    }
}
