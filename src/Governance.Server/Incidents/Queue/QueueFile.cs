using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Domain;

namespace Governance.Server.Incidents.Queue;

/// <summary>The queue as a file: exactly the incidents of the filter, times ISO 8601 in UTC.</summary>
internal static class QueueFile
{
    private static readonly string[] s_columns =
    [
        "name", "id", "severity", "severityWord", "status", "title", "deployment", "version", "alarm", "detectedBy",
        "declaredAt", "acknowledgedBy", "owner", "timeToAcknowledgeMs", "containedAfterMs", "resolvedAt", "signals",
    ];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>RFC 4180 with a header line; no cell can be taken for a formula by a spreadsheet.</summary>
    internal static string Csv(IEnumerable<QueueEntry> rows)
    {
        var text = new StringBuilder().AppendJoin(',', s_columns).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', Cells(row).Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    internal static byte[] Json(IReadOnlyList<QueueEntry> rows) => JsonSerializer.SerializeToUtf8Bytes(rows, s_json);

    /// <summary>Names the filter and the position, so that two files are never taken for one another.</summary>
    internal static string NameOf(QueueFilter filter, long position, string extension)
    {
        var words = new[] { QueueTable.Word(filter.View), filter.Severity?.Word(), filter.Search }
            .Where(word => !string.IsNullOrEmpty(word))
            .Select(word => string.Concat(word!.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));
        return $"incidents-{string.Join('-', words)}-at-{position.ToString(CultureInfo.InvariantCulture)}.{extension}";
    }

    private static string?[] Cells(QueueEntry entry) =>
    [
        entry.Name,
        entry.Id,
        entry.Severity,
        entry.SeverityWord,
        entry.Status,
        entry.Title,
        entry.Deployment,
        entry.Version,
        entry.Alarm,
        entry.DetectedBy,
        entry.DeclaredAt,
        entry.AcknowledgedBy,
        entry.Owner,
        entry.TimeToAcknowledgeMs?.ToString(CultureInfo.InvariantCulture),
        entry.ContainedAfterMs?.ToString(CultureInfo.InvariantCulture),
        entry.ResolvedAt,
        entry.Signals.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Cell(string? value)
    {
        // A leading quote keeps =, +, -, @ and their disguises from being run (OWASP, CSV injection).
        var text = value is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? "'" + value : value ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
