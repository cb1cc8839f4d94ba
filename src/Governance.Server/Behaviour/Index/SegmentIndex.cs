using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Tables;
using Governance.Postgres;
using Governance.Server.Pipeline;
using NpgsqlTypes;

namespace Governance.Server.Behaviour.Index;

/// <summary>
/// One short row for every segment, so that a search opens only those that can hold what it looks for. Rows outlive
/// their segments: what retention has dropped is said to be retired, not to have never been.
/// </summary>
internal sealed class SegmentIndex : EventProjection<IndexedSegment>
{
    internal const string ProjectionName = "BehaviourSegments";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Types { get; } =
        EventTypes.AliasesOf(typeof(BehaviourEvent.SegmentRecorded));

    /// <inheritdoc/>
    protected override ProjectionTable<IndexedSegment> Table { get; } = new ProjectionTable<IndexedSegment>(
        "behaviour_segment",
        [Sql.Of<SegmentIndex>("create_segments"), Sql.Of<SegmentIndex>("index_segments_deployment")])
        .With("position", NpgsqlDbType.Bigint, row => row.Position)
        .With("recorded_at", NpgsqlDbType.TimestampTz, row => row.RecordedAt)
        .With("first_at", NpgsqlDbType.TimestampTz, row => row.From)
        .With("last_at", NpgsqlDbType.TimestampTz, row => row.To)
        .With("day", NpgsqlDbType.Date, row => row.Day)
        .With("count", NpgsqlDbType.Integer, row => row.Count)
        .With("kinds", NpgsqlDbType.Integer, row => row.Kinds)
        .With("deployment", NpgsqlDbType.Text, row => row.Deployment)
        .With("name", NpgsqlDbType.Text, row => row.Name);

    /// <inheritdoc/>
    protected override void Project(RecordedEvent recorded, ICollection<IndexedSegment> rows)
    {
        if (EventTypes.Decode(recorded).Event is not BehaviourEvent.SegmentRecorded header)
            return;
        rows.Add(new IndexedSegment(
            recorded.Position,
            header.Deployment,
            header.Name,
            recorded.At,
            header.Day,
            header.From,
            header.To,
            header.Count,
            KindSet.Of(header.Kinds.Keys)));
    }
}
