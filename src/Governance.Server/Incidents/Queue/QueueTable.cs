using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing.Projections.Tables;
using Governance.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Incidents.Queue;

/// <summary>The columns of the queue as a row, in the order in which every statement has them.</summary>
internal static class QueueTable
{
    internal static ProjectionTable<QueueRow> Rows { get; } = new ProjectionTable<QueueRow>(
        "incident_queue",
        [
            Sql.Of<IncidentQueue>("create_queue"),
            Sql.Of<IncidentQueue>("index_queue_current"),
            Sql.Of<IncidentQueue>("index_queue_unresolved"),
            Sql.Of<IncidentQueue>("index_queue_numbers"),
        ],
        Read)
    {
        KeepsHistory = true,
    }
        .With("incident", NpgsqlDbType.Text, row => row.Id)
        .With("number", NpgsqlDbType.Bigint, row => row.Number)
        .With("title", NpgsqlDbType.Text, row => row.Title)
        .With("severity", NpgsqlDbType.Smallint, row => (short)row.Severity)
        .With("status", NpgsqlDbType.Text, row => row.Status.Word())
        .With("deployment", NpgsqlDbType.Text, row => row.Deployment)
        .With("deployment_name", NpgsqlDbType.Text, row => row.DeploymentName)
        .With("model_version", NpgsqlDbType.Text, row => row.Version)
        .With("alarm", NpgsqlDbType.Text, row => row.Alarm)
        .With("detected_by", NpgsqlDbType.Text, row => Word(row.DetectedBy))
        .With("declared_at", NpgsqlDbType.TimestampTz, row => row.DeclaredAt)
        .With("acknowledged_by", NpgsqlDbType.Text, row => row.AcknowledgedBy)
        .With("first_acknowledged_at", NpgsqlDbType.TimestampTz, row => row.FirstAcknowledgedAt)
        .With("contained_after_ms", NpgsqlDbType.Bigint, row => row.ContainedAfterMs)
        .With("resolved_at", NpgsqlDbType.TimestampTz, row => row.ResolvedAt)
        .With("signal_count", NpgsqlDbType.Integer, row => row.SignalCount)
        .With("commander", NpgsqlDbType.Text, row => row.Commander)
        .With("search", NpgsqlDbType.Text, row => row.SearchText);

    internal static QueueRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetString(2),
        (Severity)row.GetInt16(3),
        IncidentStatuses.Of(row.GetString(4))!.Value,
        Text(row, 5),
        Text(row, 6),
        Text(row, 7),
        Text(row, 8),
        Word<DetectedBy>(row.GetString(9)),
        row.GetFieldValue<DateTimeOffset>(10),
        Text(row, 11),
        Value<DateTimeOffset>(row, 12),
        Value<long>(row, 13),
        Value<DateTimeOffset>(row, 14),
        row.GetInt32(15))
    {
        Commander = Text(row, 16),
    };

    internal static string Word<TWord>(TWord word)
        where TWord : struct, Enum => word.ToString().ToLowerInvariant();

    private static TWord Word<TWord>(string word)
        where TWord : struct, Enum => Enum.Parse<TWord>(word, ignoreCase: true);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static TValue? Value<TValue>(NpgsqlDataReader row, int column)
        where TValue : struct => row.IsDBNull(column) ? null : row.GetFieldValue<TValue>(column);
}
