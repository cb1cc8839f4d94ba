using System.Text.Json;
using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>Reads one member of a JSON object that travels as a text, in place.</summary>
internal static class JsonMember
{
    /// <summary>A longer text is not looked into.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The member's text, number or truth; none where there is no such member, or no JSON.</summary>
    public static AttributeValue Of(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        if (json.Length > MaxBytes)
            return AttributeValue.None;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return AttributeValue.None;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(member);
                reader.Read();
                if (isIt)
                    return Value(reader);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // A sender cuts long texts off: what is left of one is no JSON, and says nothing.
        }
        return AttributeValue.None;
    }

    private static AttributeValue Value(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when !reader.ValueIsEscaped => AttributeValue.Of(reader.ValueSpan),
        JsonTokenType.Number when reader.TryGetInt64(out var integer) => AttributeValue.Of(integer),
        JsonTokenType.Number => AttributeValue.Of(reader.GetDouble()),
        _ => AttributeValue.None,
    };
}
