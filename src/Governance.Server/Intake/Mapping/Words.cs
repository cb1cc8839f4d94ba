using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// What senders' words mean: kinds, finish reasons, errors, providers, verdicts; and which fields know only certain
/// words.
/// </summary>
internal static class Words
{
    private static readonly WordsFile s_file = MappingFiles.Read<WordsFile>("words");

    // A word that meant two kinds in two vocabularies would fail here, when the server starts.
    private static readonly FrozenDictionary<string, ObservationKind> s_kinds = Vocabularies.All
        .SelectMany(vocabulary => vocabulary.Kinds)
        .Distinct()
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_finishes = Meanings(s_file.Finishes);

    private static readonly FrozenDictionary<string, string> s_providers = Meanings(s_file.Providers);

    private static readonly FrozenDictionary<string, string> s_verdicts = Meanings(s_file.Verdicts);

    private static readonly (string Part, string Class)[] s_errors =
    [
        .. s_file.Errors.SelectMany(row => row).SelectMany(row => row.Value.Select(part => (part, row.Key))),
    ];

    private static readonly FrozenDictionary<Field, FrozenSet<string>> s_only = s_file.Only.ToFrozenDictionary(
        row => Enum.Parse<Field>(row.Key, ignoreCase: true), row => row.Value.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>The kind that an operation's word means; null for a span that is not ours.</summary>
    public static ObservationKind? KindOf(string operation) =>
        s_kinds.TryGetValue(operation, out var kind) ? kind : null;

    /// <summary>stop, length, tool_call, content_filter, refusal, error or other; null for nothing.</summary>
    [return: NotNullIfNotNull(nameof(raw))]
    public static string? FinishOf(string? raw) => raw is null ? null : s_finishes.GetValueOrDefault(raw, "other");

    /// <summary>The provider as OpenTelemetry names it; one that is not known keeps its name.</summary>
    [return: NotNullIfNotNull(nameof(raw))]
    public static string? ProviderOf(string? raw) => raw is null ? null : s_providers.GetValueOrDefault(raw, raw);

    /// <summary>timeout, rate_limit, auth, server, client, cancelled or other.</summary>
    public static string ErrorClassOf(string type)
    {
        foreach (var (part, name) in s_errors)
        {
            if (type.Contains(part, StringComparison.OrdinalIgnoreCase))
                return name;
        }
        return "other";
    }

    /// <summary>
    /// False when the field knows only certain words and this is none of them. A verdict becomes one of ours.
    /// </summary>
    public static bool Allows(Field field, ref string word) => field is Field.Verdict
        ? s_verdicts.TryGetValue(word, out word!)
        : !s_only.TryGetValue(field, out var words) || words.Contains(word);

    private static FrozenDictionary<string, string> Meanings(Dictionary<string, List<string>> table) => table
        .SelectMany(row => row.Value.Select(word => KeyValuePair.Create(word, row.Key)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
