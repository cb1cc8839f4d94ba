using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.SystemTests.Intake;

/// <summary>Requests in OTLP/JSON, written down by hand.</summary>
internal static class Telemetry
{
    internal static HttpRequestMessage Spans(string service, params string[] spans) => Request(
        "/v1/traces",
        $$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{service}}"} }]},
        "scopeSpans":[{"spans":[{{string.Join(',', spans)}}]}]}]}
        """);

    /// <summary>The same from one process of a service.</summary>
    internal static HttpRequestMessage SpansFrom(string instance, string service, params string[] spans) => Request(
        "/v1/traces",
        $$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{service}}"} },
        {"key":"service.instance.id","value":{"stringValue":"{{instance}}"} }]},
        "scopeSpans":[{"spans":[{{string.Join(',', spans)}}]}]}]}
        """);

    internal static HttpRequestMessage Request(string path, string json) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
    };

    internal static string Chat(int number, string version = "v1", int trace = 1) =>
        Span("chat", number, parent: 0xa0, trace, ("gen_ai.response.model", version));

    internal static string Tool(int number, int trace = 1) =>
        Span("execute_tool", number, parent: 0xa0, trace, ("gen_ai.tool.name", "search"));

    /// <summary>A span of its own trace that says these as well.</summary>
    internal static string Said(string operation, int number, params (string Key, string Value)[] attributes) =>
        Span(operation, number, parent: 0, trace: number, attributes);

    private static string Span(
        string operation, int number, int parent, int trace, params (string Key, string Value)[] attributes)
    {
        var all = attributes.Prepend(("gen_ai.operation.name", operation)).Select(pair => new
        {
            key = pair.Item1,
            value = new { stringValue = pair.Item2 },
        });
        // Calls lie before the tools that they ask for, also when they are sent after them.
        var began = TimeProvider.System.GetUtcNow().AddSeconds(operation == "chat" ? -60 : -30);
        var start = (began.ToUnixTimeMilliseconds() * 1_000_000) + number;
        return JsonSerializer.Serialize(new
        {
            traceId = trace.ToString("x32", CultureInfo.InvariantCulture),
            spanId = number.ToString("x16", CultureInfo.InvariantCulture),
            parentSpanId = parent.ToString("x16", CultureInfo.InvariantCulture),
            startTimeUnixNano = start.ToString(CultureInfo.InvariantCulture),
            endTimeUnixNano = (start + 1_000_000).ToString(CultureInfo.InvariantCulture),
            attributes = all,
        });
    }
}
