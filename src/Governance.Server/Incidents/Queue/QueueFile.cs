using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain;

namespace Governance.Server.Incidents.Queue;

/// <summary>The queue as a file: exactly the incidents of the filter, times ISO 8601 in UTC.</summary>
internal static class QueueFile
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly string[] s_columns =
    [
        "incident", "id", "severity", "status", "title", "deployment", "version", "alarm", "detectedBy", "declaredAt",
        "acknowledgedBy", "secondsToAcknowledge", "containedAfterMs", "resolvedAt", "signals",
    ];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>RFC 4180 with a header line; no cell can be taken for a formula by a spreadsheet.</summary>
    internal static string Csv(IEnumerable<QueueRow> rows)
    {
        var text = new StringBuilder().AppendJoin(',', s_columns).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', Cells(row).Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    internal static byte[] Json(IReadOnlyList<QueueRow> rows) => JsonSerializer.SerializeToUtf8Bytes(rows, s_json);

    /// <summary>Names the filter and the position, so that two files are never taken for one another.</summary>
    internal static string NameOf(QueueFilter filter, long position, string extension)
    {
        var words = new[] { QueueTable.Word(filter.View), filter.Severity?.Word(), filter.Search }
            .Where(word => !string.IsNullOrEmpty(word))
            .Select(word => string.Concat(word!.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));
        return $"incidents-{string.Join('-', words)}-at-{position.ToString(CultureInfo.InvariantCulture)}.{extension}";
    }

    private static string?[] Cells(QueueRow row) =>
    [
        row.Name,
        row.Id,
        row.Severity.Word(),
        QueueTable.Word(row.Status),
        row.Title,
        row.DeploymentName,
        row.Version,
        row.Alarm,
        QueueTable.Word(row.DetectedBy),
        At(row.DeclaredAt),
        row.AcknowledgedBy,
        row.TimeToAcknowledge?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        row.ContainedAfterMs?.ToString(CultureInfo.InvariantCulture),
        row.ResolvedAt is { } resolved ? At(resolved) : null,
        row.SignalCount.ToString(CultureInfo.InvariantCulture),
    ];

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    private static string Cell(string? value)
    {
        // A leading quote keeps =, +, -, @ and their disguises from being run (OWASP, CSV injection).
        var text = value is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? "'" + value : value ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
