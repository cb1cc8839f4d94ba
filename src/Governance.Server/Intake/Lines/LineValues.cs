using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy;

namespace Governance.Server.Intake.Lines;

/// <summary>Reads values of the line's fields off the parser; what its type does not allow is no value.</summary>
internal sealed class LineValues
{
    /// <summary>JSON may write each byte as six: <c>\u0041</c>.</summary>
    private const int EscapedByte = 6;

    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private const string DigestPrefix = "sha256:";

    private const int DigestDigits = 64;

    /// <summary>2262, where nanoseconds since 1970 leave 63 bits.</summary>
    public const long MaxMilliseconds = 9_223_372_036_854;

    private readonly byte[] _unescaped = new byte[Texts.MaxBytes * EscapedByte];

    /// <summary>A text's bytes; they hold until the next call.</summary>
    public bool TryText(scoped ref Utf8JsonReader reader, LineType type, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType is not JsonTokenType.String || !TryUnescape(ref reader, out text))
            return false;
        return type.Form switch
        {
            LineForm.Word => type.Has(text),
            LineForm.Digest => IsDigest(text),
            LineForm.Hex => text.Length == type.Digits && IsHex(text) && text.ContainsAnyExcept((byte)'0'),
            LineForm.Text => IsText(text),
            _ => IsText(text) && IsLabel(text),
        };
    }

    public static bool TryInteger(scoped ref Utf8JsonReader reader, LineType type, out long value)
    {
        value = 0;
        if (reader.TokenType is not JsonTokenType.Number)
            return false;
        if (reader.TryGetInt64(out value))
            return value >= type.Min && value <= type.Max;
        if (!reader.TryGetDouble(out var number) || !double.IsInteger(number)
            || number < type.Min || number > type.Max)
            return false;
        value = (long)number;
        return true;
    }

    public static bool TryNumber(scoped ref Utf8JsonReader reader, LineType type, out double value)
    {
        value = 0;
        return reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out value)
            && value >= type.Min && value <= type.Max;
    }

    /// <summary>Nanoseconds since 1970.</summary>
    public bool TryTime(scoped ref Utf8JsonReader reader, out ulong nanos)
    {
        nanos = 0;
        if (reader.TokenType is JsonTokenType.Number)
        {
            if (!reader.TryGetDouble(out var milliseconds) || milliseconds is not (> 0 and < MaxMilliseconds))
                return false;
            nanos = (ulong)(milliseconds * 1000) * 1000;
            return true;
        }
        // Some writers escape the plus sign of an offset.
        if (reader.TokenType is not JsonTokenType.String || !TryUnescape(ref reader, out var text)
            || !HasOffset(text) || !reader.TryGetDateTimeOffset(out var at))
            return false;
        var ticks = at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        nanos = (ulong)Math.Max(ticks, 0) * (1_000_000 / TimeSpan.TicksPerMillisecond);
        return ticks > 0 && ticks / TimeSpan.TicksPerMillisecond < MaxMilliseconds;
    }

    /// <summary>Without an offset the time would depend on where the server stands.</summary>
    private static bool HasOffset(ReadOnlySpan<byte> time) =>
        time is [.., (byte)'Z'] or [.., (byte)'+' or (byte)'-', _, _, (byte)':', _, _]
        && time.Length >= "2026-03-02T09:00:00Z".Length;

    private bool TryUnescape(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
            return true;
        if (text.Length > _unescaped.Length)
            return false;
        try
        {
            text = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: such a text is in no encoding.
            return false;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= Texts.MaxBytes && !text.ContainsAnyInRange((byte)0, (byte)0x1F)
        && !text.Contains((byte)0x7F) && Utf8.IsValid(text);

    /// <summary>Only what has an @ need be looked at letter by letter.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'@'))
            return text.Count((byte)' ') < Identifier.MaxWords;
        Span<char> letters = stackalloc char[Texts.MaxBytes];
        return Identifier.IsLabel(letters[..Encoding.UTF8.GetChars(text, letters)]);
    }

    /// <summary>True for a name that a sender may choose.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        if (name.Length > Identifier.MaxName)
            return false;
        Span<char> letters = stackalloc char[Identifier.MaxName];
        return Identifier.IsName(letters[..Encoding.UTF8.GetChars(name, letters)]);
    }

    private static bool IsDigest(ReadOnlySpan<byte> text) =>
        text.Length == DigestPrefix.Length + DigestDigits && text.StartsWith("sha256:"u8)
        && IsHex(text[DigestPrefix.Length..]);

    private static bool IsHex(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(s_hex);
}
