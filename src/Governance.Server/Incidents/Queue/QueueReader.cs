using Governance.Domain.Incidents;
using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Incidents.Queue;

/// <summary>A page of the queue.</summary>
/// <param name="Rows">In the filter's order.</param>
/// <param name="Total">Rows of all pages.</param>
public sealed record QueueRows(IReadOnlyList<QueueRow> Rows, long Total);

/// <summary>How many incidents each saved view holds.</summary>
public sealed record ViewCounts(long Action, long Mine, long Unassigned, long Ending, long All)
{
    internal long Of(SavedView view) => view switch
    {
        SavedView.Action => Action,
        SavedView.Mine => Mine,
        SavedView.Unassigned => Unassigned,
        SavedView.Ending => Ending,
        SavedView.All => All,
        _ => throw new System.Diagnostics.UnreachableException($"Unknown view {view}."),
    };
}

/// <summary>Reads the triage queue, now or as of a position.</summary>
internal sealed class QueueReader(NpgsqlDataSource database)
{
    /// <summary>A file of more rows than this is a query for the log's export, not for the queue.</summary>
    internal const int ExportRowsMax = 100_000;

    /// <summary>One page of the filter.</summary>
    /// <param name="me">Actor id of whoever asks, for the view <see cref="SavedView.Mine"/>.</param>
    internal Task<QueueRows> PageAsync(QueueFilter filter, string me, CancellationToken ct) =>
        ReadAsync(filter, me, QueueFilter.PageSize, (filter.Page - 1) * QueueFilter.PageSize, ct);

    /// <summary>All of the filter, up to <see cref="ExportRowsMax"/>.</summary>
    internal Task<QueueRows> EverythingAsync(QueueFilter filter, string me, CancellationToken ct) =>
        ReadAsync(filter, me, ExportRowsMax, 0, ct);

    /// <summary>The numbers on the tabs.</summary>
    internal async Task<ViewCounts> CountAsync(QueueFilter filter, string me, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<QueueReader>("count_views"));
        command.Parameters.Add(Of(filter.AsOf, NpgsqlDbType.Bigint));
        command.Parameters.Add(new() { Value = me });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new ViewCounts(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
    }

    private async Task<QueueRows> ReadAsync(QueueFilter filter, string me, int limit, int offset, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<QueueReader>("list_incidents"));
        Fill(command.Parameters, filter, me);
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = offset });
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<QueueRow>();
        var total = 0L;
        while (await row.ReadAsync(ct))
        {
            total = row.GetInt64(17);
            if (!row.IsDBNull(0))
            {
                rows.Add(QueueTable.Read(row));
            }
        }

        return new QueueRows(rows, total);
    }

    private static void Fill(NpgsqlParameterCollection parameters, QueueFilter filter, string me)
    {
        var tokens = filter.Tokens;
        parameters.Add(Of(filter.AsOf, NpgsqlDbType.Bigint));
        parameters.Add(new() { Value = QueueTable.Word(filter.View) });
        parameters.Add(new() { Value = me });
        parameters.Add(Of([.. tokens.Severities.Select(s => (short)s)], NpgsqlDbType.Smallint));
        parameters.Add(Of([.. tokens.Models], NpgsqlDbType.Text));
        parameters.Add(Of([.. tokens.Statuses.Select(status => status.Word())], NpgsqlDbType.Text));
        parameters.Add(Of(tokens.Acknowledged, NpgsqlDbType.Boolean));
        parameters.Add(new() { Value = tokens.Words.ToArray() });
        parameters.Add(new() { Value = QueueTable.Word(filter.Sort) });
        parameters.Add(Of((short?)filter.Severity, NpgsqlDbType.Smallint));
    }

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlParameter Of<TItem>(TItem[] items, NpgsqlDbType type) =>
        new() { Value = items.Length == 0 ? DBNull.Value : items, NpgsqlDbType = NpgsqlDbType.Array | type };
}
