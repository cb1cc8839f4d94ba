using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Intake.Seen;

/// <summary>Digests in the database: written with their segments, told to whoever starts or shares the load.</summary>
internal static class SeenTable
{
    /// <summary>The row that joins an append: what its segments store.</summary>
    /// <param name="node">Under which name this process stores.</param>
    /// <param name="blocks">Deployment and digests of each segment, in the order of their events.</param>
    public static JoinedWrite Row(Guid node, IReadOnlyList<(string Deployment, byte[] Ids)> blocks) => new(
        Sql.Of(typeof(SeenTable), "insert_seen_ids"),
        [
            JoinedValue.PositionOf(0),
            JoinedValue.At,
            JoinedValue.Of(node, NpgsqlDbType.Uuid),
            JoinedValue.Of(Enumerable.Range(0, blocks.Count).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
            JoinedValue.Of(blocks.Select(one => one.Deployment).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
            JoinedValue.Of(blocks.Select(one => one.Ids).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea),
        ]);

    /// <summary>Holds while no other node has stored anything past what this process knows.</summary>
    public static RowGuard NothingForeign(long position, Guid node) => new(
        Sql.Of(typeof(SeenTable), "guard_no_foreign_ids"),
        [JoinedValue.Of(position, NpgsqlDbType.Bigint), JoinedValue.Of(node, NpgsqlDbType.Uuid)]);

    /// <summary>Blocks past a position, of other nodes; returns the last position there is.</summary>
    public static async Task<long> ReadAsync(
        NpgsqlConnection connection,
        long after,
        Guid node,
        DateTimeOffset oldest,
        Action<SeenBlock> take,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of(typeof(SeenTable), "list_seen_ids"), connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = node });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = oldest.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            after = reader.GetInt64(0);
            if (await reader.IsDBNullAsync(3, ct))
                continue;
            var at = new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero);
            take(new SeenBlock(after, at, reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
        }
        return after;
    }

    /// <summary>Up to when the digests of which deployments are forgotten.</summary>
    public static async Task ReadForgottenAsync(
        NpgsqlConnection connection, Action<string, DateTimeOffset> take, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of(typeof(SeenTable), "list_forgotten"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            take(reader.GetString(0), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero));
    }

    /// <summary>Deletes what is past the window.</summary>
    public static async Task ForgetAsync(
        NpgsqlConnection connection,
        DateTimeOffset oldest,
        IReadOnlyList<(string Deployment, long Before)> floors,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of(typeof(SeenTable), "forget_old_ids"), connection);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = oldest.UtcDateTime });
        command.Parameters.AddWithValue(floors.Select(floor => floor.Deployment).ToArray());
        command.Parameters.AddWithValue(floors.Select(floor => floor.Before).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }
}
