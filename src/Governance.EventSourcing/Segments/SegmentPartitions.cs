using System.Collections.Concurrent;
using System.Globalization;
using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Segments;

/// <summary>
/// The partitions of es_segment, one per recorded day (UTC). They are made before they are needed; retention drops
/// them.
/// </summary>
public sealed class SegmentPartitions(NpgsqlDataSource database)
{
    // Bounded by the days this process has run; each entry is a date.
    private readonly ConcurrentDictionary<DateOnly, bool> _made = new();

    /// <summary>Makes a day's partition and the next day's, so that an append around midnight finds its own.</summary>
    public async Task EnsureAsync(DateOnly day, CancellationToken ct)
    {
        foreach (var needed in (DateOnly[])[day, day.AddDays(1)])
        {
            if (_made.ContainsKey(needed))
                continue;
            await MakeAsync(needed, ct);
            _made[needed] = true;
        }
    }

    /// <summary>The name of a day's partition.</summary>
    public static string NameOf(DateOnly day) =>
        "es_segment_" + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private async Task MakeAsync(DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentPartitions>("make_segment_partition"));
        command.Parameters.AddWithValue(day);
        await command.ExecuteNonQueryAsync(ct);
    }
}
