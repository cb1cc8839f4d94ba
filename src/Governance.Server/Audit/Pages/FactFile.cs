using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Server.Shell;

namespace Governance.Server.Audit.Pages;

/// <summary>The list as a file: exactly the facts of the filter, times ISO 8601 in UTC.</summary>
internal static class FactFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static byte[] Csv(IEnumerable<FactRow> rows)
    {
        var text = new StringBuilder().Line("position", "at", "type", "stream", "actor");
        foreach (var row in rows)
        {
            var position = row.Position.ToString(CultureInfo.InvariantCulture);
            text.Line(position, Moment.Iso(row.At), row.Type, row.Stream, row.Actor);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    internal static byte[] Json(IEnumerable<FactRow> rows) => JsonSerializer.SerializeToUtf8Bytes(
        rows.Select(row => new { row.Position, At = Moment.Iso(row.At), row.Type, row.Stream, row.Actor }), s_json);

    /// <summary>Names the filter and the newest position, so that two files are never taken for one another.</summary>
    internal static string NameOf(FactFilter filter, IReadOnlyList<FactRow> rows, string extension)
    {
        string?[] words = [filter.Search, filter.Type, filter.Actor, filter.Stream];
        var said = words.Where(word => word is not null)
            .Select(word => string.Concat(word!.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));
        var newest = (rows.Count > 0 ? rows[0].Position : 0).ToString(CultureInfo.InvariantCulture);
        return $"{string.Join('-', said.Prepend("facts"))}-at-{newest}.{extension}";
    }
}
