using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// What PostgreSQL would refuse, or would store and never be able to read again, is refused before it can fail a batch
/// of others: json takes <c>\u0000</c> and lone surrogates, and then every cast and every <c>-&gt;&gt;</c> fails. So is
/// what readers of JSON would disagree about.
/// </summary>
internal static class PayloadRules
{
    /// <summary>Longest alias, of Marten's column.</summary>
    private const int MaxTypeLength = 500;

    /// <summary>
    /// Longest id of a stream, an actor, a correlation: an index row of PostgreSQL holds 2,704 bytes.
    /// </summary>
    private const int MaxNameLength = 500;

    /// <summary>Largest payload: an event is a fact, not a file.</summary>
    private const int MaxDataBytes = 4 * 1024 * 1024;

    public static void RequireEvent(NewEvent fact)
    {
        RequireName("type", fact.Type, MaxTypeLength);
        RequireOptionalName("dotnet type", fact.DotnetType);
        RequireJson(fact.Data.Span);
    }

    public static void RequireStreamId(string streamId) => RequireName("stream id", streamId, MaxNameLength);

    public static void RequireMetadata(AppendMetadata metadata)
    {
        RequireOptionalName("actor", metadata.Actor);
        RequireOptionalName("correlation id", metadata.CorrelationId);
        RequireOptionalName("causation id", metadata.CausationId);
    }

    public static void RequireJson(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxDataBytes)
            throw new EventRefusedException($"The payload has {json.Length} bytes; {MaxDataBytes} are allowed.");
        if (!Utf8.IsValid(json))
            throw new EventRefusedException("The payload is not valid UTF-8.");
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                    RequireText("payload", reader.GetString()!);
                else if (reader.TokenType == JsonTokenType.Number && SafeIntegers.Exceeds(reader.ValueSpan))
                    RefuseInteger(reader.ValueSpan);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new EventRefusedException("The payload is not valid JSON.", error);
        }
    }

    private static void RefuseInteger(ReadOnlySpan<byte> number) => throw new EventRefusedException(
        $"The integer {Encoding.UTF8.GetString(number)} is beyond ±(2^53 − 1), where readers round: write it as a"
        + " string.");

    private static void RequireOptionalName(string what, string? text)
    {
        if (text is not null)
            RequireName(what, text, MaxNameLength);
    }

    private static void RequireName(string what, string text, int maxLength)
    {
        if (text.Length == 0 || text.Length > maxLength)
            throw new EventRefusedException($"The {what} must have 1 to {maxLength} characters, not {text.Length}.");
        RequireText(what, text);
    }

    private static void RequireText(string what, string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0'))
            return;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                throw new EventRefusedException($"The {what} contains U+0000.");
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw new EventRefusedException($"The {what} contains half a surrogate pair.");
            i++;
        }
    }
}
