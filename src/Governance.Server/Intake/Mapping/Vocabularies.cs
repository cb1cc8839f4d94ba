using System.Text.RegularExpressions;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Mapping;

/// <summary>One vocabulary that senders speak.</summary>
/// <param name="Name">Stored with each observation, e.g. <c>openinference</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Names">Its names, in their order.</param>
/// <param name="SpokenBy">Attributes that mark a record as speaking it.</param>
/// <param name="Kinds">What its words for operations mean.</param>
internal sealed record Vocabulary(
    string Name,
    string Title,
    IReadOnlyList<AttributeName> Names,
    IReadOnlyList<string> SpokenBy,
    IReadOnlyDictionary<string, ObservationKind> Kinds);

/// <summary>
/// Every vocabulary, as the files in <c>Tables</c> have it, read once. None of them is stable: the files are what
/// changes, and <see cref="Version"/> says which edition read a segment.
/// </summary>
internal static partial class Vocabularies
{
    /// <summary>The one whose names begin with <see cref="Declarations.Prefix"/>.</summary>
    public const string Governance = "governance";

    private static readonly MappingFile s_index = MappingFiles.Read<MappingFile>("mapping");

    /// <summary>Which edition of the tables this is; stored with every segment.</summary>
    public static int Version => s_index.Version;

    /// <summary>In the order in which they are asked.</summary>
    public static IReadOnlyList<Vocabulary> All { get; } = [.. s_index.Vocabularies.Select(Read)];

    /// <summary>What people call a vocabulary; of an unknown one its name.</summary>
    public static string TitleOf(string name) => All.FirstOrDefault(one => one.Name == name)?.Title ?? name;

    private static Vocabulary Read(string name)
    {
        var file = MappingFiles.Read<VocabularyFile>(name);
        return new Vocabulary(
            name,
            file.Title,
            [
                .. file.Fields.SelectMany(field => field.Value.Select(written =>
                    Parse(Enum.Parse<Field>(field.Key, ignoreCase: true), written))),
            ],
            file.SpokenBy,
            file.Kinds
                .SelectMany(kind => kind.Value.Select(word =>
                    (word, Kind: Enum.Parse<ObservationKind>(kind.Key, ignoreCase: true))))
                .ToDictionary(pair => pair.word, pair => pair.Kind, StringComparer.Ordinal));
    }

    private static AttributeName Parse(Field field, string written)
    {
        if (Written().Match(written) is not { Success: true } parts)
            throw new FormatException($"No way to write a name: {written}");
        var member = parts.Groups["member"] is { Success: true } group ? group.Value : null;
        var scale = parts.Groups["unit"].Value switch
        {
            "s" => 1_000,
            "usd" => 1_000_000,
            _ => 1,
        };
        return new AttributeName(field, parts.Groups["name"].Value, scale, member);
    }

    [GeneratedRegex(@"^(?<name>[^\s#]+)(#(?<member>\w+))?( \[(?<unit>s|ms|usd)\])?$")]
    private static partial Regex Written();
}
