using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Tables;
using Governance.Postgres;
using NpgsqlTypes;

namespace Governance.Server.Audit.Pages;

/// <summary>What the audit page searches: one short row for every fact, behaviour included.</summary>
internal sealed class FactTable : EventProjection<FactRow>
{
    internal const string ProjectionName = "AuditFacts";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <summary>Its view, <c>audit_fact_v2</c>, is named in every statement that reads the facts.</summary>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string>? Types => null;

    /// <summary>A fact is listed whatever it means, so a newer binary's are too.</summary>
    protected override bool ReadsPayloads => false;

    /// <inheritdoc/>
    protected override ProjectionTable<FactRow> Table { get; } = new ProjectionTable<FactRow>(
        "audit_fact",
        [
            Sql.Of<FactTable>("create_facts"),
            Sql.Of<FactTable>("index_facts_type"),
            Sql.Of<FactTable>("index_facts_stream"),
            Sql.Of<FactTable>("index_facts_actor"),
            Sql.Of<FactTable>("index_facts_at"),
        ])
        .With("position", NpgsqlDbType.Bigint, row => row.Position)
        .With("at", NpgsqlDbType.TimestampTz, row => row.At)
        .With("type", NpgsqlDbType.Text, row => row.Type)
        .With("stream", NpgsqlDbType.Text, row => row.Stream)
        .With("actor", NpgsqlDbType.Text, row => row.Actor);

    /// <inheritdoc/>
    protected override void Project(RecordedEvent recorded, ICollection<FactRow> rows) => rows.Add(
        new FactRow(recorded.Position, recorded.At, recorded.Type, recorded.StreamId, recorded.Actor));
}
