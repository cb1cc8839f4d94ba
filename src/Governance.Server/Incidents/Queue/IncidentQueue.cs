using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Npgsql;

namespace Governance.Server.Incidents.Queue;

/// <summary>
/// The triage queue as a table: each incident's row with every state it was in, so that the queue can be seen as of any
/// position.
/// </summary>
internal sealed class IncidentQueue : IProjection
{
    internal const string ProjectionName = "IncidentQueue";

    /// <inheritdoc/>
    public string Name => ProjectionName;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } =
        [.. EventTypes.All.Where(type => type.IsSubclassOf(typeof(IncidentEvent))).Select(EventTypes.AliasOf)];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<RecordedEvent> events,
        CancellationToken ct)
    {
        Fact[] facts = [.. events.Select(EventTypes.Decode).Where(fact => fact.Event is IncidentEvent)];
        var rows = await CurrentAsync(connection, facts, ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var fact in facts)
        {
            var id = IncidentStreams.IncidentOf(fact).Value;
            var before = rows.GetValueOrDefault(id);
            var after = QueueRow.Evolve(before, id, fact.Position, fact.At, (IncidentEvent)fact.Event);
            if (after is null || after == before)
            {
                continue;
            }

            rows[id] = after;
            batch.BatchCommands.Add(Close(id, fact.Position));
            batch.BatchCommands.Add(Insert(after, fact.Position));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <inheritdoc/>
    public async Task ResetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<IncidentQueue>("clear_queue"), connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Dictionary<string, QueueRow>> CurrentAsync(
        NpgsqlConnection connection, IEnumerable<Fact> facts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<IncidentQueue>("read_current_rows"), connection);
        command.Parameters.AddWithValue(facts.Select(f => IncidentStreams.IncidentOf(f).Value).Distinct().ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new Dictionary<string, QueueRow>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            var read = QueueTable.Read(row);
            rows[read.Id] = read;
        }

        return rows;
    }

    private static NpgsqlBatchCommand Close(string id, long position) => new(Sql.Of<IncidentQueue>("close_row"))
    {
        Parameters = { new() { Value = id }, new() { Value = position } },
    };

    private static NpgsqlBatchCommand Insert(QueueRow row, long position)
    {
        var insert = new NpgsqlBatchCommand(Sql.Of<IncidentQueue>("insert_row"));
        QueueTable.Write(insert.Parameters, row, position);
        return insert;
    }
}
