using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.EventSourcing.Projections.Tables;

/// <summary>The statements of one generation's table, each for any number of rows.</summary>
internal sealed class RowStatements<TRow>(ProjectionTable<TRow> table, string name)
    where TRow : class
{
    private readonly string _upsert = Fill("upsert_rows", table, name);
    private readonly string _insert = Fill("insert_rows", table, name);
    private readonly string _delete = Fill("delete_rows", table, name);
    private readonly string _close = Fill("close_rows", table, name);
    private readonly string _load = Fill(table.KeepsHistory ? "load_current_rows" : "load_rows", table, name);

    /// <summary>The current rows of some keys.</summary>
    public async Task LoadAsync<TKey>(
        NpgsqlDataSource database, TKey[] keys, Action<TKey, TRow> loaded, CancellationToken ct)
    {
        await using var command = database.CreateCommand(_load);
        command.Parameters.Add(new NpgsqlParameter<TKey[]> { TypedValue = keys });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            loaded(reader.GetFieldValue<TKey>(0), table.Read(reader));
    }

    /// <summary>Rows as they are now.</summary>
    public NpgsqlBatchCommand Upsert(IReadOnlyList<TRow> rows) => Columns(new NpgsqlBatchCommand(_upsert), rows);

    /// <summary>Rows that were not there.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows) => Columns(new NpgsqlBatchCommand(_insert), rows);

    /// <summary>States of rows; null ends a current one.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows, long[] validFrom, long?[] validTo)
    {
        var insert = Columns(new NpgsqlBatchCommand(_insert), rows);
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = validFrom });
        insert.Parameters.Add(new NpgsqlParameter<long?[]>
        {
            TypedValue = validTo,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });
        return insert;
    }

    /// <summary>Rows that are no more.</summary>
    public NpgsqlBatchCommand Delete<TKey>(TKey[] keys) => new(_delete)
    {
        Parameters = { new NpgsqlParameter<TKey[]> { TypedValue = keys } },
    };

    /// <summary>Current states that end, each at a position.</summary>
    public NpgsqlBatchCommand Close<TKey>(TKey[] keys, long[] at) => new(_close)
    {
        Parameters =
        {
            new NpgsqlParameter<TKey[]> { TypedValue = keys },
            new NpgsqlParameter<long[]> { TypedValue = at },
        },
    };

    private NpgsqlBatchCommand Columns(NpgsqlBatchCommand command, IReadOnlyList<TRow> rows)
    {
        foreach (var column in table.Columns)
            command.Parameters.Add(column.ToArray(rows));
        return command;
    }

    private static string Fill(string statement, ProjectionTable<TRow> table, string name)
    {
        var columns = table.Columns.Select(column => column.Name).ToList();
        if (table.KeepsHistory && statement is "insert_rows")
            columns.AddRange(["valid_from", "valid_to"]);
        return Sql.Of(typeof(RowStatements<>), statement)
            .Replace("{table}", name, StringComparison.Ordinal)
            .Replace("{key}", columns[0], StringComparison.Ordinal)
            .Replace("{columns}", string.Join(", ", columns), StringComparison.Ordinal)
            .Replace("{arrays}", string.Join(", ", columns.Select((_, n) => $"${n + 1}")), StringComparison.Ordinal)
            .Replace(
                "{changes}",
                string.Join(", ", columns.Skip(1).Select(column => $"{column} = excluded.{column}")),
                StringComparison.Ordinal);
    }
}
