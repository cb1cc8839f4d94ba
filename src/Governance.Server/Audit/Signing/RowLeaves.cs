using Governance.Postgres;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Npgsql;

namespace Governance.Server.Audit.Signing;

/// <summary>Leaves as the rows of the store say them, from columns only: payloads are not read.</summary>
internal sealed class RowLeaves(NpgsqlDataSource database)
{
    /// <summary>The leaves after a position, in order, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<Leaf>> ReadAsync(long after, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<RowLeaves>("read_leaf_columns"));
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(after + limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var leaves = new List<Leaf>();
        while (await reader.ReadAsync(ct))
            leaves.Add(Read(reader));
        return leaves;
    }

    /// <summary>A leaf from the first nine columns of a row.</summary>
    public static Leaf Read(NpgsqlDataReader row) => new(
        Position: row.GetInt64(0),
        Stream: row.GetString(1),
        Version: row.GetInt64(2),
        Type: row.GetString(3),
        At: row.GetFieldValue<DateTimeOffset>(4),
        Actor: row.IsDBNull(5) ? null : row.GetString(5),
        Correlation: row.IsDBNull(6) ? null : row.GetString(6),
        Data: new TreeHash(row.GetFieldValue<byte[]>(7)),
        Meta: new TreeHash(row.GetFieldValue<byte[]>(8)));
}
