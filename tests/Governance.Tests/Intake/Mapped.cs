using System.Text;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Prices;
using Governance.Server.Intake.Series;
using Governance.Server.Intake.Privacy;

namespace Governance.Tests.Intake;

/// <summary>Maps requests written down as JSON, under a key that every test shares.</summary>
internal static class Mapped
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    internal static readonly InstallationKey Key = new(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());

    internal static readonly PseudonymKeys Pseudonyms = PseudonymKeys.Alone();

    internal const string Trace = "0af7651916cd43dd8448eb211c80319c";

    internal static ObservationMapper Mapper() => new(
        new Senders(Key, new SenderNames()),
        Key,
        new PrivacyRules(Pseudonyms, new SieveLimits()),
        PriceTable.None);

    internal static SeriesMapper SeriesMapper() =>
        new(new Senders(Key, new SenderNames()), new StreamLimit(TimeProvider.System), Key);

    /// <summary>One span with these attributes, on a resource with these.</summary>
    internal static Observation Span(object attributes, object? resource = null, string head = "") =>
        Request(SpanJson(attributes, head: head), resource).Observations.ShouldHaveSingleItem().Observation;

    internal static Observation Log(string eventName, object attributes, object? resource = null) =>
        Request(LogJson(eventName, attributes), resource, TelemetrySignal.Logs)
            .Observations.ShouldHaveSingleItem().Observation;

    internal static MappedBatch Request(
        string records, object? resource = null, TelemetrySignal signal = TelemetrySignal.Traces)
    {
        var attributes = Attributes(resource ?? new Dictionary<string, object> { ["service.name"] = "support" });
        var (container, scope, list) = signal is TelemetrySignal.Traces
            ? ("resourceSpans", "scopeSpans", "spans")
            : ("resourceLogs", "scopeLogs", "logRecords");
        var json = $$"""
            {"{{container}}":[{"resource":{"attributes":{{attributes}}},"{{scope}}":[{"{{list}}":[{{records}}]}]}]}
            """;
        using var mapper = Mapper();
        return mapper.Map(Encoding.UTF8.GetBytes(json), isJson: true, signal, Now);
    }

    /// <summary>A span of one second; <paramref name="head"/> adds members and ends in a comma.</summary>
    internal static string SpanJson(
        object attributes,
        string span = "b7ad6b7169203331",
        string? parent = null,
        string head = "",
        int at = 0) => $$"""
        {{{head}}"traceId":"{{Trace}}","spanId":"{{span}}","parentSpanId":"{{parent}}",
         "startTimeUnixNano":"{{Nanos(at)}}","endTimeUnixNano":"{{Nanos(at + 1)}}",
         "attributes":{{Attributes(attributes)}}}
        """;

    internal static string LogJson(string eventName, object attributes, string span = "b7ad6b7169203331") => $$"""
        {"traceId":"{{Trace}}","spanId":"{{span}}","timeUnixNano":"{{Nanos(0)}}","eventName":"{{eventName}}",
         "attributes":{{Attributes(attributes)}}}
        """;

    internal static Dictionary<string, object> Chat(string? version = null)
    {
        var chat = new Dictionary<string, object> { ["gen_ai.operation.name"] = "chat" };
        if (version is not null)
            chat["gen_ai.response.model"] = version;
        return chat;
    }

    private static long Nanos(int second) => (Now.AddMinutes(-1).ToUnixTimeSeconds() + second) * 1_000_000_000;

    private static string Attributes(object attributes) => JsonSerializer.Serialize(
        ((IEnumerable<KeyValuePair<string, object>>)attributes).Select(pair => new
        {
            key = pair.Key,
            value = Value(pair.Value),
        }));

    private static object Value(object value) => value switch
    {
        string text => new { stringValue = text },
        bool flag => new { boolValue = flag },
        int integer => new { intValue = integer },
        double number => new { doubleValue = number },
        string[] list => new { arrayValue = new { values = list.Select(text => new { stringValue = text }) } },
        _ => throw new ArgumentException($"No attribute is a {value.GetType().Name}."),
    };
}
