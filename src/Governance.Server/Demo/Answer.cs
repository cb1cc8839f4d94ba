using System.Text.Json;

namespace Governance.Server.Demo;

/// <summary>A JSON answer, read by path as in <c>effect.elapsedMs</c>.</summary>
internal sealed record Answer(JsonElement Json)
{
    /// <summary>The rows of a list, bare or under <c>items</c>.</summary>
    internal IReadOnlyList<Answer> Items =>
    [
        .. (Json.ValueKind == JsonValueKind.Array ? Json : Json.GetProperty("items"))
            .EnumerateArray().Select(row => new Answer(row)),
    ];

    public override string ToString() => Json.ToString();

    /// <summary>The text found there, or an empty one.</summary>
    internal string Text(string path) => At(path) is { } found
        ? found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText()
        : string.Empty;

    internal double? Number(string path) =>
        At(path) is { ValueKind: JsonValueKind.Number } found ? found.GetDouble() : null;

    private JsonElement? At(string path)
    {
        var found = Json;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
            {
                return null;
            }
        }

        return found.ValueKind == JsonValueKind.Null ? null : found;
    }
}
