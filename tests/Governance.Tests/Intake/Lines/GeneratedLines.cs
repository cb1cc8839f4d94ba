using System.Text.Json.Nodes;
using Governance.Server.Intake.Lines;

namespace Governance.Tests.Intake.Lines;

/// <summary>
/// Lines made at random from the table of fields: most of them sound, some wrong in one place or two.
/// </summary>
internal sealed class GeneratedLines(int seed)
{
    private readonly Random _random = new(seed);

    internal JsonObject Next()
    {
        var kind = LineKind.All[_random.Next(LineKind.All.Count)];
        var line = new JsonObject { ["kind"] = Rarely ? "no_such_kind" : kind.Word };
        foreach (var field in LineFields.All.Where(one => one.Kinds.HasFlag(kind.Flag)))
        {
            var isRequired = field.Name is "time" or "deployment";
            if (field.Role is not LineRole.Kind && (isRequired ? !Rarely : _random.Next(4) == 0))
                Put(line, PathOf(field), ValueOf(field.Type, isRequired));
        }
        if (Rarely)
            line["surprise"] = 1;
        return line;
    }

    private bool Rarely => _random.Next(40) == 0;

    private string PathOf(LineField field) =>
        field.Role is LineRole.NamedAttribute ? $"{field.Name}.own{_random.Next(3)}" : field.Name;

    /// <summary>Each dot becomes an object or stays a dot.</summary>
    private void Put(JsonObject into, string path, JsonNode? value)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        while (dot >= 0 && _random.Next(2) == 0)
            dot = path.IndexOf('.', dot + 1);
        if (dot >= 0 && !into.ContainsKey(path[..dot]))
            into[path[..dot]] = new JsonObject();
        if (dot >= 0 && into[path[..dot]] is JsonObject nested)
            Put(nested, path[(dot + 1)..], value);
        else
            into[path] = value;
    }

    private JsonNode? ValueOf(LineType type, bool isRequired)
    {
        if (!isRequired && Rarely)
            return null;
        if (!Rarely)
            return Sound(type);
        JsonNode[] wrong =
        [
            true, "", "a\u0001b", new string('a', 300), -1, 1e300, 0.5, new JsonArray(1, "a"),
            "This has many words, as a sentence of somebody would have.",
        ];
        return wrong[_random.Next(wrong.Length)];
    }

    private JsonNode Sound(LineType type) => type.Form switch
    {
        LineForm.Word => type.Words[_random.Next(type.Words.Count)],
        LineForm.Digest => "sha256:" + Hex(64),
        LineForm.Hex => "1" + Hex(type.Digits - 1),
        LineForm.Integer => _random.Next(1000),
        LineForm.Number => Math.Round(_random.NextDouble() * Math.Min(type.Max, 1000), 3),
        LineForm.Flag => _random.Next(2) == 0,
        LineForm.TextOrFlag => _random.Next(2) == 0 ? true : "timeout",
        LineForm.Time => _random.Next(2) == 0 ? 1_772_442_002_000 : "2026-03-02T09:00:00.5+01:00",
        LineForm.Texts => _random.Next(2) == 0 ? "p1" : new JsonArray("p1", "p2"),
        LineForm.Label => "w\u00f6rd \"" + _random.Next(100),
        _ => "any words of a person are kept as a pseudonym, never as they are: x@example.com",
    };

    private string Hex(int digits) => string.Concat(Enumerable.Range(0, digits).Select(_ => $"{_random.Next(16):x}"));
}
