using System.Text;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Signals.Backtests;

/// <summary>How far a back-test has come, as the node at work says it.</summary>
/// <param name="Segments">Judged.</param>
/// <param name="Total">To be judged; 0 while that is not known.</param>
/// <param name="Observations">Judged.</param>
public sealed record BacktestStanding(long Segments, long Total, long Observations)
{
    /// <summary>It waits.</summary>
    internal static BacktestStanding None { get; } = new(0, 0, 0);
}

/// <summary>The rows of answers, and how far those at work have come: what is no fact.</summary>
internal sealed class BacktestTable(NpgsqlDataSource database)
{
    /// <summary>Writes the rows of an answer, in the place of what another node may have written of the same.</summary>
    internal async Task WriteAsync(string id, IReadOnlyList<byte[]> rows, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<BacktestTable>("delete_rows"))
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = id } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<BacktestTable>("insert_rows"))
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = id },
                new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(Encoding.UTF8.GetString)] },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Rows of an answer from one on, as they were written; none where they are no longer kept.</summary>
    internal async Task<IReadOnlyList<string>> ReadAsync(string id, int after, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<BacktestTable>("read_rows"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(ct))
            rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>Says how far a back-test has come.</summary>
    internal async Task SaveAsync(string id, BacktestStanding standing, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<BacktestTable>("save_standing"));
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(standing.Segments);
        command.Parameters.AddWithValue(standing.Total);
        command.Parameters.AddWithValue(standing.Observations);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How far a back-test has come, whichever node is at work.</summary>
    internal async Task<BacktestStanding> StandingAsync(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<BacktestTable>("read_standing"));
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new BacktestStanding(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2))
            : BacktestStanding.None;
    }

    /// <summary>Forgets the rows and standings of what was written before a time.</summary>
    internal async Task ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        foreach (var sql in (string[])["delete_old_rows", "delete_old_standings"])
        {
            await using var command = database.CreateCommand(Sql.Of<BacktestTable>(sql));
            command.Parameters.AddWithValue(before.ToUniversalTime());
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
