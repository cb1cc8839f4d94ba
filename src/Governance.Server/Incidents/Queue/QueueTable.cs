using Governance.Domain;
using Governance.Domain.Incidents;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Incidents.Queue;

/// <summary>The columns of <c>incident_queue</c> as a row, in the order in which every statement has them.</summary>
internal static class QueueTable
{
    internal static QueueRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetString(2),
        (Severity)row.GetInt16(3),
        Word<IncidentStatus>(row.GetString(4)),
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
        row.GetInt32(15));

    internal static void Write(NpgsqlParameterCollection parameters, QueueRow row, long validFrom)
    {
        parameters.Add(new() { Value = row.Id });
        parameters.Add(new() { Value = row.Number });
        parameters.Add(new() { Value = row.Title });
        parameters.Add(new() { Value = (short)row.Severity });
        parameters.Add(new() { Value = Word(row.Status) });
        parameters.Add(Of(row.Deployment));
        parameters.Add(Of(row.DeploymentName));
        parameters.Add(Of(row.Version));
        parameters.Add(Of(row.Alarm));
        parameters.Add(new() { Value = Word(row.DetectedBy) });
        parameters.Add(Of(row.DeclaredAt));
        parameters.Add(Of(row.AcknowledgedBy));
        parameters.Add(Of(row.FirstAcknowledgedAt));
        parameters.Add(Of(row.ContainedAfterMs));
        parameters.Add(Of(row.ResolvedAt));
        parameters.Add(new() { Value = row.SignalCount });
        parameters.Add(new() { Value = validFrom });
        parameters.Add(new() { Value = row.SearchText });
    }

    internal static string Word<TWord>(TWord word)
        where TWord : struct, Enum => word.ToString().ToLowerInvariant();

    private static TWord Word<TWord>(string word)
        where TWord : struct, Enum => Enum.Parse<TWord>(word, ignoreCase: true);

    private static NpgsqlParameter Of(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Of(long? number) =>
        new() { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Of(DateTimeOffset? time) =>
        new() { Value = (object?)time?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static TValue? Value<TValue>(NpgsqlDataReader row, int column)
        where TValue : struct => row.IsDBNull(column) ? null : row.GetFieldValue<TValue>(column);
}
