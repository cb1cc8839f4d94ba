using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Projections.Tables;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Queue;

/// <summary>
/// The triage queue as a table: each incident's row with every state it was in, so that the queue can be seen as of any
/// position.
/// </summary>
internal sealed class IncidentQueue : MultiStreamProjection<QueueRow, string>
{
    internal const string ProjectionName = "IncidentQueue";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <summary>Its view, <c>incident_queue_v5</c>, is named in every statement that reads the queue.</summary>
    public override int Version => 5;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Types { get; } =
        [.. EventTypes.All.Where(type => type.IsSubclassOf(typeof(IncidentEvent))).SelectMany(EventTypes.AliasesOf)];

    /// <inheritdoc/>
    protected override ProjectionTable<QueueRow> Table => QueueTable.Rows;

    /// <inheritdoc/>
    protected override void Identities(RecordedEvent recorded, ICollection<string> keys) =>
        keys.Add(IncidentStreams.IncidentOf(EventTypes.Decode(recorded)).Value);

    /// <inheritdoc/>
    protected override QueueRow? Evolve(QueueRow? row, string key, RecordedEvent recorded) =>
        EventTypes.Decode(recorded).Event switch
        {
            IncidentEvent fact => QueueRow.Evolve(row, key, recorded.Position, recorded.At, fact),
            Unreadable why => throw new UnreadableEventException(recorded, why),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no incident's fact."),
        };
}
