using System.Globalization;
using System.Text;

namespace Governance.Server.Shell;

/// <summary>Comma-separated text (RFC 4180) that no spreadsheet takes for a formula.</summary>
internal static class Csv
{
    /// <summary>Appends one line of cells; null is an empty cell.</summary>
    internal static StringBuilder Line(this StringBuilder text, params IEnumerable<string?> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string? value)
    {
        // A leading quote keeps =, +, -, @ and their disguises from being run (OWASP, CSV injection).
        var text = value is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] && !IsNegativeNumber(value)
            ? "'" + value
            : value ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsNegativeNumber(string value) => value is ['-', >= '0' and <= '9', ..]
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
