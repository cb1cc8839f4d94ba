using Governance.EventSourcing.Projections.Running;
using Governance.Postgres;

namespace Governance.EventSourcing.Projections.Parking;

/// <summary>What a human sees of the parked keys of the live generation, and wishes.</summary>
internal sealed class ParkedKeyTable(ProjectionWork work)
{
    /// <summary>Keys listed at once, the oldest first.</summary>
    private const int MaxListed = 1_000;

    public async Task<IReadOnlyList<ParkedKey>> ListAsync(CancellationToken ct)
    {
        await using var command = work.Database.CreateCommand(Sql.Of<ParkedKeyTable>("list_parked_keys"));
        command.Parameters.AddWithValue(work.Projection.Follower);
        command.Parameters.AddWithValue(MaxListed);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<ParkedKey>();
        while (await reader.ReadAsync(ct))
        {
            keys.Add(new ParkedKey(
                work.Projection.Name,
                reader.GetString(0),
                reader.GetInt64(1),
                reader.GetInt64(2),
                reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return keys;
    }

    /// <summary>Has a key tried again soon; false where it is not parked.</summary>
    public async Task<bool> WishRetryAsync(string key, CancellationToken ct)
    {
        await using var command = work.Database.CreateCommand(Sql.Of<ParkedKeyTable>("wish_retry"));
        command.Parameters.AddWithValue(work.Projection.Follower);
        command.Parameters.AddWithValue(key);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}
