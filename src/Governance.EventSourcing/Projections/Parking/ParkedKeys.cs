using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Projections.Parking;

/// <summary>
/// Keys of one generation that wait for a human, since an event of theirs could not be applied. The events themselves
/// are in the log; only their positions are kept.
/// </summary>
internal sealed class ParkedKeys(string follower)
{
    /// <summary>Events set aside before the projection rather stands still: so many are no accident.</summary>
    private const int MaxEvents = 10_000;

    /// <summary>Of a reason, what a human reads.</summary>
    private const int MaxReasonLength = 500;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal); // Bounded by MaxEvents.
    private readonly List<(string Key, long Position, string? Reason)> _fresh = []; // Bounded by MaxEvents.
    private long _events;

    /// <summary>Whether there is one at all.</summary>
    public bool Any => _keys.Count > 0;

    /// <summary>Keys that a human wants to be tried again.</summary>
    public IReadOnlyList<string> Wished { get; private set; } = [];

    public bool Holds(string key) => _keys.Contains(key);

    /// <summary>Sets an event aside; the first of a key has a reason, the others wait behind it.</summary>
    /// <exception cref="InvalidOperationException">Too many are set aside already.</exception>
    public void Park(string key, long position, string? reason)
    {
        if (_events >= MaxEvents)
            throw new InvalidOperationException($"{MaxEvents} events are parked: {reason ?? "see their reasons"}");
        _keys.Add(key);
        _fresh.Add((key, position, Readable(reason)));
        _events++;
    }

    /// <summary>The key is about to be tried again.</summary>
    public void Release(string key) => _keys.Remove(key);

    /// <summary>Forgets what is not written, and reads what is.</summary>
    public async Task ReadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        _keys.Clear();
        _fresh.Clear();
        _events = 0;
        var wished = new List<string>();
        await using var command = database.CreateCommand(Sql.Of<ParkedKeys>("read_parked_keys"));
        command.Parameters.AddWithValue(follower);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _keys.Add(reader.GetString(0));
            _events += reader.GetInt64(1);
            if (reader.GetBoolean(2))
                wished.Add(reader.GetString(0));
        }

        Wished = wished;
    }

    /// <summary>The positions of a key's events, in order.</summary>
    public async Task<IReadOnlyList<long>> PositionsAsync(NpgsqlDataSource database, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ParkedKeys>("read_parked_positions"));
        command.Parameters.AddWithValue(follower);
        command.Parameters.AddWithValue(key);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var positions = new List<long>();
        while (await reader.ReadAsync(ct))
            positions.Add(reader.GetInt64(0));
        return positions;
    }

    /// <summary>The key was tried in vain, and waits for the next wish.</summary>
    public async Task LeaveAsync(NpgsqlDataSource database, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ParkedKeys>("leave_parked"));
        command.Parameters.AddWithValue(follower);
        command.Parameters.AddWithValue(key);
        await command.ExecuteNonQueryAsync(ct);
    }

    public void AddTo(NpgsqlBatch batch, string? released)
    {
        if (released is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<ParkedKeys>("delete_parked_key"))
            {
                Parameters = { new() { Value = follower }, new() { Value = released } },
            });
        }

        if (_fresh.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<ParkedKeys>("insert_parked_events"))
            {
                Parameters =
                {
                    new() { Value = follower },
                    new() { Value = _fresh.Select(parked => parked.Key).ToArray() },
                    new() { Value = _fresh.Select(parked => parked.Position).ToArray() },
                    new() { Value = _fresh.Select(parked => parked.Reason).ToArray() },
                },
            });
        }
    }

    public void Written() => _fresh.Clear();

    /// <summary>What one generation has set aside belongs to another name from now on.</summary>
    public static async Task MoveAsync(NpgsqlConnection connection, string from, string to, CancellationToken ct)
    {
        await DeleteAsync(connection, to, ct);
        await using var moving = new NpgsqlCommand(Sql.Of<ParkedKeys>("rename_parked_events"), connection);
        moving.Parameters.AddWithValue(from);
        moving.Parameters.AddWithValue(to);
        await moving.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Forgets what a generation has set aside.</summary>
    public static async Task DeleteAsync(NpgsqlConnection connection, string follower, CancellationToken ct)
    {
        await using var deleting = new NpgsqlCommand(Sql.Of<ParkedKeys>("delete_parked_events"), connection);
        deleting.Parameters.AddWithValue(follower);
        await deleting.ExecuteNonQueryAsync(ct);
    }

    // PostgreSQL's text has no U+0000, and this reason must be storable where the row was not.
    private static string? Readable(string? reason) =>
        reason?.Replace("\0", "", StringComparison.Ordinal) is not { } clean
            ? null
            : clean.Length > MaxReasonLength ? clean[..MaxReasonLength] : clean;
}
