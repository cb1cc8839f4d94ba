using System.Text;
using System.Text.Json;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// The published JSON Schema (2020-12) of one line, written from <see cref="LineFields"/>. What it allows is taken
/// whole; what it does not allow is dropped and told, and the rest of the line is kept.
/// </summary>
internal static class LineSchema
{
    /// <summary>Where the server publishes it.</summary>
    public const string Path = "/schemas/behaviour-v1.json";

    public const string ContentType = "application/schema+json";

    private const string Description =
        "One line of POST /v1/behaviour (JSON lines), or one record of its batch JSON. Dots in names may be written "
        + "as nested objects. The first line is a batch; its fields hold for the lines after it until the next one. "
        + "Texts have at most 256 bytes of UTF-8, labels at most eight words and no mail address. What is not "
        + "described here is dropped and counted; only a line without kind or time is refused.";

    private static readonly Lazy<byte[]> s_json = new(Write);

    /// <summary>The schema, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json => s_json.Value;

    private static byte[] Write()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("$id", "urn:governance:schema:behaviour-v1");
            writer.WriteString("title", "Behaviour of a deployed model, as JSON lines");
            writer.WriteString("description", Description);
            writer.WriteStartArray("oneOf");
            foreach (var kind in LineKind.All)
                Reference(writer, $"#/$defs/{kind.Word}");
            writer.WriteEndArray();
            writer.WriteStartObject("$defs");
            LineSchemaTypes.Write(writer);
            Kinds(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        json.WriteByte((byte)'\n');
        return json.ToArray();
    }

    private static void Reference(Utf8JsonWriter writer, string to)
    {
        writer.WriteStartObject();
        writer.WriteString("$ref", to);
        writer.WriteEndObject();
    }

    /// <summary>What all lines but the batch share is written once.</summary>
    private static void Kinds(Utf8JsonWriter writer)
    {
        var members = LineKind.All.ToDictionary(kind => kind, MembersOf);
        var behaviour = LineKind.All.Where(kind => kind != LineKind.Batch).ToList();
        var common = members[behaviour[0]]
            .Where(member => behaviour.All(kind => members[kind].Contains(member)))
            .ToList();
        writer.WriteStartObject("common");
        Object(writer, common, ["kind", "time"], FieldsOf(LineKinds.Observed));
        writer.WriteEndObject();
        foreach (var kind in LineKind.All)
        {
            var isBatch = kind == LineKind.Batch;
            writer.WriteStartObject(kind.Word);
            if (!isBatch)
            {
                writer.WriteStartArray("allOf");
                Reference(writer, "#/$defs/common");
                writer.WriteEndArray();
            }
            var kindMember = KeyValuePair.Create("kind", $$"""{"const":"{{kind.Word}}"}""");
            Object(
                writer,
                members[kind].Except(isBatch ? [] : common).Prepend(kindMember),
                isBatch ? ["kind", "deployment"] : [],
                FieldsOf(kind.Flag).Where(field => isBatch || !field.Kinds.HasFlag(LineKinds.Observed)));
            writer.WriteBoolean("unevaluatedProperties", false);
            writer.WriteEndObject();
        }
    }

    private static IEnumerable<LineField> FieldsOf(LineKinds kinds) =>
        LineFields.All.Where(field => field.Kinds.HasFlag(kinds) && field.Role is not LineRole.Kind);

    private static void Object(
        Utf8JsonWriter writer,
        IEnumerable<KeyValuePair<string, string>> members,
        IReadOnlyList<string> required,
        IEnumerable<LineField> fields)
    {
        writer.WriteString("type", "object");
        if (required is not [])
        {
            writer.WriteStartArray("required");
            foreach (var name in required)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteStartObject("properties");
        foreach (var (name, schema) in members)
        {
            writer.WritePropertyName(name);
            using var parsed = JsonDocument.Parse(schema);
            parsed.RootElement.WriteTo(writer);
        }
        writer.WriteEndObject();
        Named(writer, [.. fields.Select(field => new Branch(field.Name, field))]);
    }

    /// <summary>The schema of each member that a line of this kind may have.</summary>
    private static Dictionary<string, string> MembersOf(LineKind kind)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            Members(
                writer,
                [.. FieldsOf(kind.Flag).Select(field => new Branch(field.Name, field))],
                kind == LineKind.Batch ? "deployment" : null);
            writer.WriteEndObject();
        }
        using var members = JsonDocument.Parse(json.ToArray());
        return members.RootElement.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.GetRawText());
    }

    /// <summary>
    /// Every way to cut the paths: <c>a.b.c</c>, <c>a.b</c> with <c>c</c> in it, <c>a</c> with <c>b.c</c>.
    /// </summary>
    private static void Members(Utf8JsonWriter writer, IReadOnlyList<Branch> branches, string? required = null)
    {
        var cuts = branches.SelectMany(branch => branch.Cuts()).ToLookup(cut => cut.Head, cut => cut.Below);
        foreach (var cut in cuts)
        {
            writer.WriteStartObject(cut.Key);
            var leaf = cut.FirstOrDefault(rest => rest.Path.Length == 0);
            List<Branch> below = [.. cut.Where(rest => rest.Path.Length > 0)];
            if (leaf is not null && below is not [])
            {
                writer.WriteStartArray("anyOf");
                writer.WriteStartObject();
                LineSchemaTypes.Leaf(writer, leaf.Field, isRequired: false);
                writer.WriteEndObject();
                writer.WriteStartObject();
                Nested(writer, below);
                writer.WriteEndObject();
                writer.WriteEndArray();
            }
            else if (leaf is not null)
            {
                LineSchemaTypes.Leaf(writer, leaf.Field, cut.Key == required);
            }
            else
            {
                Nested(writer, below);
            }
            writer.WriteEndObject();
        }
    }

    private static void Nested(Utf8JsonWriter writer, List<Branch> below)
    {
        writer.WriteStartArray("type");
        writer.WriteStringValue("object");
        writer.WriteStringValue("null");
        writer.WriteEndArray();
        writer.WriteStartObject("properties");
        Members(writer, below);
        writer.WriteEndObject();
        Named(writer, below);
        writer.WriteBoolean("additionalProperties", false);
    }

    /// <summary>Dotted names whose last part is the sender's own.</summary>
    private static void Named(Utf8JsonWriter writer, IReadOnlyList<Branch> branches)
    {
        List<Branch> named = [.. branches.Where(branch => branch.Field.Role is LineRole.NamedAttribute)];
        if (named is [])
            return;
        writer.WriteStartObject("patternProperties");
        foreach (var branch in named)
            LineSchemaTypes.Named(writer, $"^{branch.Path}\\.", branch.Field.Type);
        writer.WriteEndObject();
    }

    /// <summary>What is left of a field's path at one level of nesting.</summary>
    private sealed record Branch(string Path, LineField Field)
    {
        public IEnumerable<(string Head, Branch Below)> Cuts()
        {
            for (var dot = Path.IndexOf('.', StringComparison.Ordinal); dot >= 0;
                dot = Path.IndexOf('.', dot + 1))
                yield return (Path[..dot], this with { Path = Path[(dot + 1)..] });
            yield return (Path, this with { Path = "" });
        }
    }
}
