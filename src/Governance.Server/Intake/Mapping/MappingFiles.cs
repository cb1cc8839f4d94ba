using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Governance.Server.Intake.Mapping;

/// <summary>The tables as they are written down, <c>Tables/*.yaml</c>, embedded in this assembly.</summary>
internal static class MappingFiles
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build();

    /// <summary>Reads one file; a member that its shape does not know is an error.</summary>
    public static T Read<T>(string name)
    {
        using var reader = new StreamReader(Open(name));
        return s_yaml.Deserialize<T>(reader);
    }

    /// <summary>Reads one file's bytes.</summary>
    public static Stream Open(string name) =>
        typeof(MappingFiles).Assembly.GetManifestResourceStream($"mapping/{name}.yaml")
            ?? throw new InvalidOperationException($"The mapping table {name}.yaml is not embedded.");
}

/// <summary>Which vocabularies there are, in the order in which they are asked.</summary>
internal sealed class MappingFile
{
    public required int Version { get; init; }

    public required List<string> Vocabularies { get; init; }
}

/// <summary>One vocabulary.</summary>
internal sealed class VocabularyFile
{
    public required string Title { get; init; }

    /// <summary>Attributes that mark a record as speaking it.</summary>
    public List<string> SpokenBy { get; init; } = [];

    /// <summary>
    /// The attributes of each field, in order: <c>name</c>, <c>name [unit]</c>, or <c>name#member</c> for a member of
    /// JSON in a text.
    /// </summary>
    public Dictionary<string, List<string>> Fields { get; init; } = [];

    /// <summary>The words of its operations, by kind of observation.</summary>
    public Dictionary<string, List<string>> Kinds { get; init; } = [];

    /// <summary>Attributes kept of spans as they are, without prefix.</summary>
    public List<string> Details { get; init; } = [];

    /// <summary>Events that become declarations, with the attributes kept of each, without prefix.</summary>
    public Dictionary<string, List<string>> Events { get; init; } = [];
}

/// <summary>What words mean.</summary>
internal sealed class WordsFile
{
    public required Dictionary<string, List<string>> Finishes { get; init; }

    public required List<Dictionary<string, List<string>>> Errors { get; init; }

    public required Dictionary<string, List<string>> Providers { get; init; }

    public required Dictionary<string, List<string>> Verdicts { get; init; }

    public required Dictionary<string, List<string>> Only { get; init; }
}
