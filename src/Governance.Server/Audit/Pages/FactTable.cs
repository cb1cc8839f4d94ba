using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Audit.Pages;

/// <summary>What the audit page searches: one short row for every fact, behaviour included.</summary>
internal sealed class FactTable : IProjection
{
    internal const string ProjectionName = "AuditFacts";

    /// <inheritdoc/>
    public string Name => ProjectionName;

    /// <inheritdoc/>
    public IReadOnlyCollection<string>? Types => null;

    /// <inheritdoc/>
    public async Task ApplyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<RecordedEvent> events,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<FactTable>("insert_facts"), connection, transaction);
        command.Parameters.AddWithValue(events.Select(e => e.Position).ToArray());
        command.Parameters.AddWithValue(events.Select(e => e.At.UtcDateTime).ToArray());
        command.Parameters.AddWithValue(events.Select(e => e.Type).ToArray());
        command.Parameters.AddWithValue(events.Select(e => e.StreamId).ToArray());
        command.Parameters.AddWithValue(events.Select(e => e.Actor).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task ResetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<FactTable>("clear_facts"), connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }
}
