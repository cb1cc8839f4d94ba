using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Postgres;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Segments;
using NpgsqlTypes;

namespace Governance.Server.Intake.Line;

/// <summary>Packs what waits for a version into its row, with all that is needed to go on after a restart.</summary>
internal static partial class WaitingCodec
{
    /// <summary>The parameters of <c>insert_waiting_set.sql</c>.</summary>
    public static IReadOnlyList<JoinedValue> Row(WaitingSet set) =>
    [
        JoinedValue.Of(set.Id, NpgsqlDbType.Uuid),
        JoinedValue.Of(set.Deadline.UtcDateTime, NpgsqlDbType.TimestampTz),
        JoinedValue.Of(set.Items.Count, NpgsqlDbType.Integer),
        JoinedValue.Of(Encode(set.Items), NpgsqlDbType.Bytea),
    ];

    public static byte[] Encode(IReadOnlyList<Received> items)
    {
        using var body = new MemoryStream();
        using (var brotli = new BrotliStream(body, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(
                brotli, [.. items.Select(Line.Of)], WaitingJson.Default.ListLine);
        }
        return body.ToArray();
    }

    public static IReadOnlyList<Received> Decode(byte[] body)
    {
        using var brotli = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
        var lines = JsonSerializer.Deserialize(brotli, WaitingJson.Default.ListLine) ?? [];
        return [.. lines.Select(line => line.ToReceived())];
    }

    /// <summary>One observation that waits; ids in hexadecimal.</summary>
    internal sealed record Line(
        string Deployment,
        string Name,
        string Environment,
        string? Service,
        string High,
        string Low,
        string? Trace,
        string? Span,
        string? Parent,
        bool IsSpan,
        Observation Observation)
    {
        /// <summary>Its content, where it is kept: sealed, so it waits as safely as it is stored.</summary>
        public SealedContent? Content { get; init; }

        /// <summary>Its version is known: it waits for the answer that it judges.</summary>
        public bool KnowsVersion { get; init; }

        /// <summary>What its resource lent it, as a number.</summary>
        public int Lent { get; init; }

        /// <summary>It names its version itself.</summary>
        public bool DeclaresVersion { get; init; }

        public static Line Of(Received one)
        {
            var place = one.Place;
            return new Line(
                one.Sender.Deployment.Value,
                one.Sender.Name,
                one.Sender.Environment,
                one.Sender.Service,
                one.Id.High.ToString("x", CultureInfo.InvariantCulture),
                one.Id.Low.ToString("x", CultureInfo.InvariantCulture),
                place?.TraceId.ToString("x", CultureInfo.InvariantCulture),
                place?.SpanId.ToString("x", CultureInfo.InvariantCulture),
                place?.ParentSpanId.ToString("x", CultureInfo.InvariantCulture),
                place is { IsSpan: true },
                one.Observation)
            {
                Content = one.Content,
                KnowsVersion = !one.LacksVersion,
                Lent = (int)one.Lent,
                DeclaresVersion = one.DeclaresVersion,
            };
        }

        public Received ToReceived() => new(
            new Sender(new DeploymentId(Deployment), Name, Environment, Service),
            Observation,
            new ObservationId(Hex128(High), Hex64(Low)),
            Trace is null || Span is null || Parent is null
                ? null
                : new TracePlace(Hex128(Trace), Hex64(Span), Hex64(Parent), IsSpan),
            LacksVersion: !KnowsVersion)
        {
            Content = Content,
            Lent = (Lent)Lent,
            DeclaresVersion = DeclaresVersion,
        };

        private static UInt128 Hex128(string text) =>
            UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        private static ulong Hex64(string text) =>
            ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = [typeof(ObservationJson.KindWord), typeof(ObservationJson.MicrosecondTime)])]
    [JsonSerializable(typeof(List<Line>))]
    internal sealed partial class WaitingJson : JsonSerializerContext;
}
