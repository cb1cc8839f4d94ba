using Governance.Domain;

namespace Governance.Server.Behaviour;

/// <summary>Where behaviour is found again, for other slices' pages.</summary>
public static class BehaviourLinks
{
    /// <summary>The search.</summary>
    public const string Search = "/behaviour";

    /// <summary>One observation, with its proof.</summary>
    public static string Observation(ObservationAddress address) => $"{Search}/{address}";

    /// <summary>One trace as a tree.</summary>
    public static string Trace(string id) => $"{Search}/trace/{Uri.EscapeDataString(id)}";

    /// <summary>One conversation as a tree.</summary>
    public static string Conversation(string id) => $"{Search}/conversation/{Uri.EscapeDataString(id)}";

    /// <summary>
    /// What a search finds, e.g. <c>Found(("deployment", "support"), ("finish", "refusal"), ("since", "2h"))</c>.
    /// </summary>
    public static string Found(params IEnumerable<(string Word, string Value)> terms) => $"{Search}?q="
        + Uri.EscapeDataString(string.Join(' ', terms.Select(term => $"{term.Word}:{Quoted(term.Value)}")));

    private static string Quoted(string value) => value.Any(letter => char.IsWhiteSpace(letter) || letter is '"')
        ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : value;
}
