using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Segments;

/// <summary>What is about to go with a day's partition.</summary>
/// <param name="Day">Recorded day, UTC.</param>
/// <param name="Segments">Segments of that day.</param>
/// <param name="Observations">Observations in them.</param>
/// <param name="Held">How many of the segments are kept, because somebody needs them.</param>
public sealed record RetiredDay(DateOnly Day, long Segments, long Observations, long Held);

/// <summary>
/// Retention of behaviour: a day's partition is dropped as a whole, which costs the same whatever is in it; what is
/// held is copied out first. Header events stay, and with them every proof. Each step may be done again, so a process
/// that dies half way leaves nothing that the next one does not finish.
/// </summary>
public sealed class SegmentRetention(NpgsqlDataSource database)
{
    /// <summary>
    /// Drops every day before <paramref name="firstKept"/>, oldest first. Appends go on meanwhile.
    /// </summary>
    /// <param name="firstKept">The oldest day that stays.</param>
    /// <param name="held">Positions of segments to be kept all the same.</param>
    /// <param name="retiring">
    /// Called before a day that has segments goes, to record it; what it throws keeps the day.
    /// </param>
    /// <param name="ct">Stops between two steps.</param>
    /// <returns>False when another node is at it.</returns>
    public async Task<bool> DropBeforeAsync(
        DateOnly firstKept, IReadOnlyCollection<long> held, Func<RetiredDay, Task> retiring, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await ScalarAsync(connection, "lock_retention", ct) is not true)
            return false;
        try
        {
            foreach (var part in await DaysAsync(connection, firstKept, ct))
            {
                if (part.Attached && !part.Detaching
                    && await HoldAsync(connection, part.Day, held, ct) is { Segments: > 0 } day)
                    await retiring(day);
                await DropAsync(connection, part, ct);
            }

            return true;
        }
        finally
        {
            await ScalarAsync(connection, "unlock_retention", CancellationToken.None);
        }
    }

    private static async Task<RetiredDay> HoldAsync(
        NpgsqlConnection connection, DateOnly day, IReadOnlyCollection<long> held, CancellationToken ct)
    {
        await using var holding = new NpgsqlCommand(Sql.Of<SegmentRetention>("hold_segments"), connection);
        holding.Parameters.AddWithValue(day);
        holding.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bigint, held.ToArray());
        var kept = await holding.ExecuteNonQueryAsync(ct);
        await using var counting = new NpgsqlCommand(Sql.Of<SegmentRetention>("count_segments"), connection);
        counting.Parameters.AddWithValue(day);
        await using var counted = await counting.ExecuteReaderAsync(ct);
        await counted.ReadAsync(ct);
        return new RetiredDay(day, counted.GetInt64(0), counted.GetInt64(1), kept);
    }

    /// <summary>Detached beside appends (an ordinary detach would make them wait), then dropped.</summary>
    private static async Task DropAsync(NpgsqlConnection connection, Part part, CancellationToken ct)
    {
        var name = SegmentPartitions.NameOf(part.Day);
        if (part.Attached)
        {
            var how = part.Detaching ? "finalize" : "concurrently";
            await using var detaching = new NpgsqlCommand(
                $"alter table es_segment detach partition {name} {how}", connection);
            await detaching.ExecuteNonQueryAsync(ct);
        }

        await using var dropping = new NpgsqlCommand($"drop table {name}", connection);
        await dropping.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Part>> DaysAsync(
        NpgsqlConnection connection, DateOnly firstKept, CancellationToken ct)
    {
        await using var listing = new NpgsqlCommand(Sql.Of<SegmentRetention>("list_segment_days"), connection);
        listing.Parameters.AddWithValue(firstKept);
        var days = new List<Part>(); // Bounded by the days that this log has run.
        await using var reader = await listing.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            days.Add(new Part(reader.GetFieldValue<DateOnly>(0), reader.GetBoolean(1), reader.GetBoolean(2)));
        return days;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<SegmentRetention>(name), connection);
        return await command.ExecuteScalarAsync(ct);
    }

    /// <summary>A day's table; one that is no longer attached was left by a process that died.</summary>
    private sealed record Part(DateOnly Day, bool Attached, bool Detaching);
}
