using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Audit.Pages;

/// <summary>One line of the audit page.</summary>
public sealed record FactRow(long Position, DateTimeOffset At, string Type, string Stream, string? Actor);

/// <summary>Reads facts by actor, stream, type, time and position, now or as of a moment.</summary>
internal sealed class FactSearch(NpgsqlDataSource database)
{
    /// <summary>A file of more rows than this is a matter for the log's export.</summary>
    internal const int MostRows = 100_000;

    /// <summary>The newest facts of the filter, newest first, at most <paramref name="limit"/>.</summary>
    /// <param name="asOf">Nothing above this position; null for now.</param>
    internal async Task<IReadOnlyList<FactRow>> ListAsync(
        FactFilter filter, long? asOf, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<FactSearch>("list_facts"));
        var parameters = command.Parameters;
        parameters.AddWithValue(asOf ?? long.MaxValue);
        parameters.AddWithValue(filter.Before ?? long.MaxValue);
        parameters.Add(Optional(filter.Type, NpgsqlDbType.Text));
        parameters.Add(Optional(filter.Actor, NpgsqlDbType.Text));
        parameters.Add(Optional(filter.Stream, NpgsqlDbType.Text));
        parameters.Add(Optional(filter.From?.UtcDateTime, NpgsqlDbType.TimestampTz));
        parameters.Add(Optional(filter.To?.UtcDateTime, NpgsqlDbType.TimestampTz));
        parameters.Add(Optional(filter.Search, NpgsqlDbType.Text));
        parameters.Add(Optional(filter.SearchPosition, NpgsqlDbType.Bigint));
        parameters.AddWithValue(limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<FactRow>();
        while (await row.ReadAsync(ct))
        {
            rows.Add(new FactRow(
                row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4)));
        }
        return rows;
    }

    /// <summary>The position that the filter looks back from; null for now.</summary>
    internal async Task<long?> AsOfAsync(FactFilter filter, CancellationToken ct)
    {
        if (filter.AsOfTime is not { } time)
            return filter.AsOfPosition;
        await using var command = database.CreateCommand(Sql.Of<FactSearch>("find_position_at"));
        command.Parameters.AddWithValue(time.UtcDateTime);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
