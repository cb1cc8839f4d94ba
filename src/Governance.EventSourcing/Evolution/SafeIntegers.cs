using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.EventSourcing.Evolution;

/// <summary>
/// Integers that every reader of JSON takes for the same number: beyond ±(2^53 − 1) a reader that computes in binary64
/// (JavaScript, jq, RFC 8785) would round them, so there they are strings. Both forms are read.
/// </summary>
internal static class SafeIntegers
{
    /// <summary>2^53 − 1, the largest integer that RFC 8259 calls interoperable.</summary>
    public const long Largest = 9_007_199_254_740_991;

    /// <summary>Digits of <see cref="Largest"/>: what is shorter cannot be beyond it.</summary>
    private const int Digits = 16;

    /// <summary>Whether a JSON number is an integer beyond the range; 1.5 and 1e300 are no integers.</summary>
    public static bool Exceeds(ReadOnlySpan<byte> number)
    {
        if (number.Length < Digits || number.IndexOfAny(".eE"u8) >= 0)
            return false;
        return !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || value is > Largest or < -Largest;
    }

    public static void AddTo(JsonSerializerOptions options)
    {
        options.Converters.Add(new Signed());
        options.Converters.Add(new Unsigned());
    }

    private sealed class Signed : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : reader.GetInt64();

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
        {
            if (value is > Largest or < -Largest)
                writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
            else
                writer.WriteNumberValue(value);
        }

        public override long ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.ToString(CultureInfo.InvariantCulture));

        private static long Parse(string text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new JsonException($"\"{text}\" is no 64-bit integer.");
    }

    private sealed class Unsigned : JsonConverter<ulong>
    {
        public override ulong Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : reader.GetUInt64();

        public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options)
        {
            if (value > Largest)
                writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
            else
                writer.WriteNumberValue(value);
        }

        public override ulong ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.ToString(CultureInfo.InvariantCulture));

        private static ulong Parse(string text) =>
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new JsonException($"\"{text}\" is no unsigned 64-bit integer.");
    }
}
