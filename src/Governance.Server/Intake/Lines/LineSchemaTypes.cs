using System.Text.Json;

namespace Governance.Server.Intake.Lines;

/// <summary>What the schema says of values. A null is the same as a field that is left out.</summary>
internal static class LineSchemaTypes
{
    /// <summary>No control characters, and few words: what has more is a sentence, and none is kept.</summary>
    private const string LabelPattern = "^([^\\u0000-\\u001f\\u007f ]* ){0,7}[^\\u0000-\\u001f\\u007f ]*$";

    /// <summary>What is kept as a pseudonym, or only as a hash, may be any words.</summary>
    private const string TextPattern = "^[^\\u0000-\\u001f\\u007f]+$";

    /// <summary>The sender's own part of a name.</summary>
    private const string NamePattern = "[A-Za-z][A-Za-z0-9._/-]{0,63}$";

    private const string TimePattern =
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$";

    /// <summary>The types that fields refer to.</summary>
    public static void Write(Utf8JsonWriter writer)
    {
        Define(writer, "label", () => Text(writer, LabelPattern));
        Define(writer, "requiredLabel", () => Text(writer, LabelPattern, isRequired: true));
        Define(writer, "text", () => Text(writer, TextPattern));
        Define(writer, "digest", () => Pattern(writer, "^sha256:[0-9a-fA-F]{64}$"));
        Define(writer, "time", () =>
        {
            writer.WriteStartArray("anyOf");
            writer.WriteStartObject();
            writer.WriteString("type", "string");
            writer.WriteString("pattern", TimePattern);
            writer.WriteEndObject();
            writer.WriteStartObject();
            writer.WriteString("type", "number");
            writer.WriteNumber("exclusiveMinimum", 0);
            writer.WriteNumber("exclusiveMaximum", LineValues.MaxMilliseconds);
            writer.WriteString("description", "milliseconds since 1970");
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
    }

    /// <summary>The members of the schema of one field.</summary>
    public static void Leaf(Utf8JsonWriter writer, LineField field, bool isRequired)
    {
        if (field.Says.Length > 0)
            writer.WriteString("description", field.Says);
        if (field.Role is LineRole.NamedAttribute)
        {
            Types(writer, "object");
            writer.WriteStartObject("patternProperties");
            Named(writer, "^", field.Type);
            writer.WriteEndObject();
            writer.WriteBoolean("additionalProperties", false);
        }
        else if (isRequired && field.Type.Form is LineForm.Label)
        {
            writer.WriteString("$ref", "#/$defs/requiredLabel");
        }
        else
        {
            Value(writer, field.Type);
        }
    }

    /// <summary>A member whose name ends in the sender's own part.</summary>
    public static void Named(Utf8JsonWriter writer, string prefix, LineType type)
    {
        writer.WriteStartObject(prefix + NamePattern);
        Value(writer, type);
        writer.WriteEndObject();
    }

    /// <summary>The members of the schema of one value.</summary>
    public static void Value(Utf8JsonWriter writer, LineType type)
    {
        switch (type.Form)
        {
            case LineForm.Label:
                writer.WriteString("$ref", "#/$defs/label");
                break;
            case LineForm.Text:
                writer.WriteString("$ref", "#/$defs/text");
                break;
            case LineForm.Digest:
                writer.WriteString("$ref", "#/$defs/digest");
                break;
            case LineForm.Time:
                writer.WriteString("$ref", "#/$defs/time");
                break;
            case LineForm.Hex:
                Pattern(writer, $"^(?!0*$)[0-9a-fA-F]{{{type.Digits}}}$");
                break;
            case LineForm.Word:
                Words(writer, type);
                break;
            case LineForm.Texts:
                Texts(writer);
                break;
            case LineForm.Flag:
                Types(writer, "boolean");
                break;
            case LineForm.TextOrFlag:
                Types(writer, "string", "boolean");
                TextBounds(writer, LabelPattern);
                break;
            default:
                Types(writer, type.Form is LineForm.Integer ? "integer" : "number");
                writer.WriteNumber("minimum", type.Min);
                writer.WriteNumber("maximum", type.Max);
                break;
        }
    }

    private static void Words(Utf8JsonWriter writer, LineType type)
    {
        writer.WriteStartArray("enum");
        foreach (var word in type.Words)
            writer.WriteStringValue(word);
        writer.WriteNullValue();
        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer)
    {
        Types(writer, "array", "string");
        TextBounds(writer, LabelPattern);
        writer.WriteNumber("maxItems", LineType.MaxTexts);
        writer.WriteStartObject("items");
        writer.WriteString("$ref", "#/$defs/requiredLabel");
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string pattern, bool isRequired = false)
    {
        if (isRequired)
            writer.WriteString("type", "string");
        else
            Types(writer, "string");
        TextBounds(writer, pattern);
    }

    private static void TextBounds(Utf8JsonWriter writer, string pattern)
    {
        writer.WriteNumber("minLength", 1);
        writer.WriteNumber("maxLength", Mapping.Texts.MaxBytes);
        writer.WriteString("pattern", pattern);
    }

    private static void Pattern(Utf8JsonWriter writer, string pattern)
    {
        Types(writer, "string");
        writer.WriteString("pattern", pattern);
    }

    private static void Types(Utf8JsonWriter writer, params ReadOnlySpan<string> types)
    {
        writer.WriteStartArray("type");
        foreach (var type in types)
            writer.WriteStringValue(type);
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static void Define(Utf8JsonWriter writer, string name, Action members)
    {
        writer.WriteStartObject(name);
        members();
        writer.WriteEndObject();
    }
}
