using System.Collections.Frozen;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// Attributes of the governance vocabulary that are kept as they are: those of the events that become declarations,
/// and some of spans. All names are without <c>governance.</c>.
/// </summary>
internal static class Declarations
{
    /// <summary>Every name of the vocabulary begins so.</summary>
    public const string Prefix = "governance.";

    /// <summary>The one attribute that names a person: kept as a pseudonym.</summary>
    public const string Person = "human.id";

    private static readonly VocabularyFile s_file = MappingFiles.Read<VocabularyFile>(Vocabularies.Governance);

    private static readonly FrozenDictionary<string, FrozenSet<string>> s_events = s_file.Events.ToFrozenDictionary(
        row => row.Key, row => row.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_ofSpans = s_file.Details.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_all =
        s_events.Values.SelectMany(names => names).Concat(s_ofSpans).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for an event that is kept.</summary>
    public static bool Knows(string name) => s_events.ContainsKey(name);

    /// <summary>True for an attribute that some declaration or span keeps.</summary>
    public static bool MayKeep(string attribute) => s_all.Contains(attribute);

    /// <summary>True for an attribute that this declaration keeps; null: that a span does.</summary>
    public static bool Keeps(string? declaration, string attribute) =>
        (declaration is null ? s_ofSpans : s_events[declaration]).Contains(attribute);
}
