using System.Text.Json;

namespace Governance.Server.Intake.Otlp;

/// <summary>
/// Walks an export request in OTLP/JSON and shows it to a visitor. A syntax error refuses the request; a member of
/// the wrong type refuses only the record it belongs to. Unknown members are passed over, null is the same as
/// absent.
/// </summary>
internal static class OtlpJson
{
    /// <summary>
    /// Each value within a value takes up to four levels of JSON; the containers around take sixteen.
    /// </summary>
    private const int MaxJsonDepth = (4 * OtlpProtobufValues.MaxDepth) + 16;

    /// <summary>Reads a whole request.</summary>
    /// <exception cref="OtlpFormatException">The body is not an export request of this signal.</exception>
    public static void Read(ReadOnlySpan<byte> body, TelemetrySignal signal, ITelemetryVisitor visitor)
    {
        var walk = new OtlpJsonRecords(visitor, signal);
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new OtlpFormatException("The request is not a JSON object.");
            var container = signal is TelemetrySignal.Traces ? "resourceSpans" : "resourceLogs";
            while (NextMember(ref reader))
            {
                var wanted = reader.ValueTextEquals(container);
                reader.Read();
                if (wanted)
                    Containers(ref reader, walk, signal, visitor);
                else
                    reader.Skip();
            }
            if (reader.Read())
                throw new OtlpFormatException("Something follows the request's JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new OtlpFormatException(
                $"Malformed JSON at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to comparing a name with half a surrogate pair in it.
            throw new OtlpFormatException("Malformed JSON: a member's name is not valid UTF-16.");
        }
    }

    private static void Containers(
        ref Utf8JsonReader reader, OtlpJsonRecords walk, TelemetrySignal signal, ITelemetryVisitor visitor)
    {
        if (!EntersArray(ref reader))
            return;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new OtlpFormatException("A resource's container is not a JSON object.");
            visitor.BeginResource();
            Container(ref reader, walk, signal);
        }
    }

    /// <summary>Members come in any order: records that precede their resource are gone back to.</summary>
    private static void Container(ref Utf8JsonReader reader, OtlpJsonRecords walk, TelemetrySignal signal)
    {
        var scopes = signal is TelemetrySignal.Traces ? "scopeSpans" : "scopeLogs";
        var resourceSeen = false;
        Utf8JsonReader early = default;
        var hasEarly = false;
        while (NextMember(ref reader))
        {
            var isScopes = reader.ValueTextEquals(scopes);
            var isResource = reader.ValueTextEquals("resource"u8);
            reader.Read();
            if (isResource)
            {
                resourceSeen = true;
                walk.Resource(ref reader);
            }
            else if (isScopes && resourceSeen)
            {
                Scopes(ref reader, walk, signal);
            }
            else
            {
                if (isScopes)
                    early = reader;
                hasEarly |= isScopes;
                reader.Skip();
            }
        }
        if (hasEarly)
            Scopes(ref early, walk, signal);
    }

    private static void Scopes(ref Utf8JsonReader reader, OtlpJsonRecords walk, TelemetrySignal signal)
    {
        if (!EntersArray(ref reader))
            return;
        var records = signal is TelemetrySignal.Traces ? "spans" : "logRecords";
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new OtlpFormatException("A scope's container is not a JSON object.");
            while (NextMember(ref reader))
            {
                var wanted = reader.ValueTextEquals(records);
                reader.Read();
                if (wanted && EntersArray(ref reader))
                    walk.Records(ref reader);
                else
                    reader.Skip();
            }
        }
    }

    /// <summary>True inside an array; null is an empty one; anything else refuses the request.</summary>
    private static bool EntersArray(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => true,
        JsonTokenType.Null => false,
        _ => throw new OtlpFormatException("A list of containers is not a JSON array."),
    };

    /// <summary>Moves to the next member's name; false at the object's end.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType is JsonTokenType.PropertyName;
}
