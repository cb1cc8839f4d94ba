using System.Globalization;
using System.Linq.Expressions;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain;
using Governance.EventSourcing.Evolution;

namespace Governance.Server.Pipeline;

/// <summary>
/// The one JSON of stored facts. Strict: an unknown or missing member is an error, never a default; derived properties
/// are not written. Member names and enums in camelCase, ids and actors as plain strings, times in UTC with
/// microseconds (what PostgreSQL keeps), absent as null, integers beyond ±(2^53 − 1) as strings.
/// </summary>
public static class FactJson
{
    private const string Microseconds = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>For events; the bytes written are the bytes that are hashed.</summary>
    public static JsonSerializerOptions Options { get; } = Build();

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IgnoreReadOnlyProperties = true,
            // Facts are never pasted into HTML unescaped; readable text matters to whoever audits with SQL.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        foreach (var converter in EventRegistry.Json.Converters)
            options.Converters.Add(converter);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TimeConverter());
        options.Converters.Add(new AddressConverter());
        options.Converters.Add(new ActorConverter());
        options.Converters.Add(new IdConverterFactory());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Whole microseconds, because that is what survives storing.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Microseconds, CultureInfo.InvariantCulture));
    }

    private sealed class AddressConverter : JsonConverter<ObservationAddress>
    {
        public override ObservationAddress Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            ObservationAddress.TryParse(reader.GetString() ?? "", out var address)
                ? address
                : throw new JsonException("An observation's address is position:index.");

        public override void Write(Utf8JsonWriter writer, ObservationAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class ActorConverter : JsonConverter<Actor>
    {
        public override Actor Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("An actor is an id."));

        public override void Write(Utf8JsonWriter writer, Actor value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Id);
    }

    /// <summary>Every <c>readonly record struct XId(string Value)</c> of Domain is a plain string.</summary>
    private sealed class IdConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type type) =>
            type is { IsValueType: true, IsPrimitive: false, IsEnum: false }
            && type.Assembly == typeof(PersonId).Assembly
            && type.GetConstructor([typeof(string)]) is not null
            && type.GetProperty("Value")?.PropertyType == typeof(string);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(type))!;
    }

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct
    {
        private static readonly Func<string, TId> s_make = Maker();

        public override TId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            s_make(reader.GetString() ?? throw new JsonException("An id is a string."));

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Text(value));

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            s_make(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Text(value));

        // An id struct that was never given a value would be written as "": that is a broken invariant, not a fact.
        private static string Text(TId value) =>
            value.ToString() is { Length: > 0 } text ? text : throw new JsonException($"{typeof(TId).Name} is empty.");

        private static Func<string, TId> Maker()
        {
            var text = Expression.Parameter(typeof(string));
            var constructor = typeof(TId).GetConstructor([typeof(string)])!;
            return Expression.Lambda<Func<string, TId>>(Expression.New(constructor, text), text).Compile();
        }
    }
}
