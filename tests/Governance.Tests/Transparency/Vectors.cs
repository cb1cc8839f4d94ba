using System.Runtime.CompilerServices;
using System.Text.Json;
using Governance.Transparency.Merkle;

namespace Governance.Tests.Transparency;

/// <summary>The published known answers, beside the repository or where GOVERNANCE_SHARED points.</summary>
internal static class Vectors
{
    public static string Folder([CallerFilePath] string here = "")
    {
        var shared = Environment.GetEnvironmentVariable("GOVERNANCE_SHARED")
            ?? Path.Combine(Path.GetDirectoryName(here)!, "../../../../shared");
        var folder = Path.GetFullPath(Path.Combine(shared, "data/reference-vectors"));
        if (!Directory.Exists(folder))
            Assert.Skip($"The reference vectors are not at {folder}; set GOVERNANCE_SHARED to their folder.");
        return folder;
    }

    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), name))).RootElement;

    public static TreeHash Hex(this JsonElement element) => new(Convert.FromHexString(element.GetString()!));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
}
