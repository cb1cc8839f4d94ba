using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Audit.Pages;

/// <summary>A fact's payload and its salt as the database holds them at this moment.</summary>
internal sealed record StoredPayload(byte[] Salt, string Text);

/// <summary>
/// Reads payloads past every copy in memory: what somebody has changed in the database shows here, and nowhere else.
/// </summary>
internal sealed class StoredPayloads(NpgsqlDataSource database)
{
    /// <summary>Null when there is no such row, or no longer.</summary>
    internal async Task<StoredPayload?> ReadAsync(long position, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<StoredPayloads>("read_payload"));
        command.Parameters.AddWithValue(position);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new StoredPayload(row.GetFieldValue<byte[]>(0), row.GetString(1)) : null;
    }
}
