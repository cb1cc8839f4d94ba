using System.Text;

namespace Governance.Server.Operations;

/// <summary>How an instrument's name and unit become a Prometheus metric name.</summary>
internal static class PrometheusName
{
    /// <summary>
    /// <c>governance.intake.duration</c> in <c>s</c> becomes <c>governance_intake_duration_seconds</c>.
    /// </summary>
    internal static string Of(string instrument, string? unit)
    {
        var name = Clean(instrument);
        var word = UnitWord(unit);
        return word.Length == 0 || name.EndsWith("_" + word, StringComparison.Ordinal) ? name : $"{name}_{word}";
    }

    /// <summary>Characters outside <c>[a-zA-Z0-9_:]</c> become <c>_</c>, and runs of them one.</summary>
    internal static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            var legal = char.IsAsciiLetterOrDigit(character) || character == ':' ? character : '_';
            if (legal != '_' || text.Length == 0 || text[^1] != '_')
            {
                text.Append(legal);
            }
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    private static string UnitWord(string? unit) => unit switch
    {
        null or "" or "1" => string.Empty,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        _ when unit.StartsWith('{') => string.Empty,
        _ => Clean(unit),
    };
}
