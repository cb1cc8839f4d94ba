using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Segments;

/// <summary>An observation as one line of JSON: what is absent is left out, times have whole microseconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KindWord), typeof(MicrosecondTime)])]
[JsonSerializable(typeof(Observation))]
internal sealed partial class ObservationJson : JsonSerializerContext
{
    /// <summary>Kinds are camelCase words.</summary>
    internal sealed class KindWord() : JsonStringEnumConverter<ObservationKind>(JsonNamingPolicy.CamelCase);

    /// <summary><c>2026-11-21T00:59:10.123456Z</c></summary>
    internal sealed class MicrosecondTime : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[27];
            value.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
            writer.WriteStringValue(text[..written]);
        }
    }
}
