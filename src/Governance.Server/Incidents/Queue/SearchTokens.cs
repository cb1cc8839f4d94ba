using Governance.Domain;
using Governance.Domain.Incidents;

namespace Governance.Server.Incidents.Queue;

/// <summary>
/// What somebody typed into the search field, e.g. <c>sev:critical model:support is:open refund</c>. A token that is
/// not understood is searched for as a word and named on the page, so nothing typed is silently dropped.
/// </summary>
internal sealed record SearchTokens(
    IReadOnlyList<Severity> Severities,
    IReadOnlyList<string> Models,
    IReadOnlyList<IncidentStatus> Statuses,
    bool? Acknowledged,
    IReadOnlyList<string> Words)
{
    /// <summary>Words that look like tokens and are none: whoever typed them meant something else.</summary>
    internal IEnumerable<string> NotUnderstood => Words.Where(word =>
        s_keys.Any(key => word.StartsWith(key, StringComparison.Ordinal)));

    /// <summary>Longer texts are cut: nobody types them, characters.</summary>
    internal const int LengthMax = 200;

    private static readonly string[] s_keys = ["sev:", "severity:", "model:", "deployment:", "version:", "is:"];

    internal static SearchTokens Parse(string? text)
    {
        var severities = new List<Severity>();
        var models = new List<string>();
        var statuses = new List<IncidentStatus>();
        var words = new List<string>();
        bool? acknowledged = null;
        foreach (var token in Cut(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = token.Split(':', 2) is [var k, { Length: > 0 } v] ? (k, v) : ("", "");
            switch (key)
            {
                case "sev" or "severity" when SeverityWords.TryParse(value, out var severity):
                    severities.Add(severity);
                    break;
                case "model" or "deployment" or "version":
                    models.Add(value);
                    break;
                case "is" when value is "acknowledged" or "unacknowledged":
                    acknowledged = value is "acknowledged";
                    break;
                case "is" when IncidentStatuses.Of(value) is { } status:
                    statuses.Add(status);
                    break;
                default:
                    words.Add(token.ToLowerInvariant());
                    break;
            }
        }

        return new SearchTokens(severities, models, statuses, acknowledged, words);
    }

    private static string Cut(string? text) => text is { Length: > LengthMax } ? text[..LengthMax] : text ?? "";
}
