using System.Text;
using System.Text.Json.Nodes;
using Governance.Server.Demo;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>One member of a message, by its number in protobuf and its name in JSON.</summary>
internal sealed record Member(int Number, string Name, object Value);

/// <summary>An OTLP message written down once and sent in either encoding.</summary>
internal sealed record Tree(params Member[] Members)
{
    /// <summary>Sixteen or eight bytes of an id: hexadecimal in JSON.</summary>
    internal sealed record Id(byte[] Bytes);

    /// <summary>Raw bytes: base64 in JSON.</summary>
    internal sealed record Raw(byte[] Bytes);

    /// <summary>Nanoseconds: a text in JSON.</summary>
    internal sealed record Nanos(ulong Value);

    internal static Member Of(int number, string name, object value) => new(number, name, value);

    internal static Tree Text(string text) => new(Of(1, "stringValue", text));

    internal static Tree List(params Tree[] values) => new(Of(5, "arrayValue", new Tree(Of(1, "values", values))));

    internal static Tree Map(params Tree[] pairs) => new(Of(6, "kvlistValue", new Tree(Of(1, "values", pairs))));

    internal static Tree Bytes(string text) => new(Of(7, "bytesValue", new Raw(Encoding.UTF8.GetBytes(text))));

    internal static Tree Pair(string key, Tree value) => new(Of(1, "key", key), Of(2, "value", value));

    internal static Tree Pair(string key, string value) => Pair(key, Text(value));

    internal byte[] ToProtobuf()
    {
        var writer = new ProtobufWriter();
        Write(writer);
        return writer.Written.ToArray();
    }

    internal byte[] ToJson() => Encoding.UTF8.GetBytes(Json().ToJsonString());

    private void Write(ProtobufWriter writer)
    {
        foreach (var (number, _, value) in Members)
        {
            foreach (var one in value as object[] ?? [value])
                Write(writer, number, one);
        }
    }

    private static void Write(ProtobufWriter writer, int number, object value)
    {
        switch (value)
        {
            case string text:
                writer.String(number, text);
                break;
            case int integer:
                writer.Varint(number, integer);
                break;
            case Nanos nanos:
                writer.Fixed64(number, nanos.Value);
                break;
            case Id id:
                writer.Bytes(number, id.Bytes);
                break;
            case Raw raw:
                writer.Bytes(number, raw.Bytes);
                break;
            case Tree tree:
                writer.Begin(number);
                tree.Write(writer);
                writer.End();
                break;
            default:
                throw new ArgumentException($"No member is a {value.GetType().Name}.");
        }
    }

    private JsonObject Json() => new(Members.Select(member =>
        KeyValuePair.Create<string, JsonNode?>(member.Name, JsonOf(member.Value))));

    private static JsonNode JsonOf(object value) => value switch
    {
        string text => JsonValue.Create(text),
        int integer => JsonValue.Create(integer),
        Nanos nanos => JsonValue.Create($"{nanos.Value}"),
        Id id => JsonValue.Create(Convert.ToHexStringLower(id.Bytes)),
        Raw raw => JsonValue.Create(Convert.ToBase64String(raw.Bytes)),
        Tree tree => tree.Json(),
        Tree[] many => new JsonArray([.. many.Select(one => one.Json())]),
        _ => throw new ArgumentException($"No member is a {value.GetType().Name}."),
    };
}
