using System.Buffers.Binary;
using System.Text.Json;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Mapping;
using static Governance.SystemTests.Intake.Privacy.Tree;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>Requests that carry a text in every place that the wire has for one, known names among them.</summary>
internal static class Smuggled
{
    /// <summary>Parts of every text that was sent: none may be found again.</summary>
    internal static readonly string[] Words = ["smuggled", "ada@example"];

    /// <summary>With it a record waits for no other.</summary>
    private static readonly Tree s_version = Pair("governance.model.version", "v1");

    private static int s_span;

    internal static Tree Spans() => Resource(1, "resourceSpans", "scopeSpans", "spans",
    [
        Span("chat"), Span("execute_tool"), Span("invoke_agent"), Span("run_guardrail"), Span(Said("operation")),
    ]);

    internal static Tree Logs() => Resource(1, "resourceLogs", "scopeLogs", "logRecords",
    [
        Log("gen_ai.evaluation.result", Text(Said("body"))),
        Log("gen_ai.choice", Map(Pair("message", Map(Pair("refusal", Said("refusal")), Pair(Said("key"), "x"))))),
        Log("gen_ai.user.message", Map(Pair("content", Said("content")), Pair(Said("body key"), Said("value")))),
        Log("governance.probe.result", List(Text(Said("list")))),
        Log("governance.human.decision", Bytes(Said("bytes"))),
        Log("governance.sender.counts", Text(Said("body"))),
        Log(Said("event name"), Text(Said("body"))),
    ]);

    internal static Tree Metrics() => Resource(1, "resourceMetrics", "scopeMetrics", "metrics",
    [
        new(Of(1, "name", Said("metric")), Of(2, "description", Said("description")), Of(3, "unit", Said("unit")),
            Of(5, "gauge", new Tree(Of(1, "dataPoints", (Tree[])
            [
                new(Of(7, "attributes", Attributes()), Of(3, "timeUnixNano", Now()),
                    Of(5, "exemplars", (Tree[])[new(Of(7, "filteredAttributes", Attributes()))])),
            ])))),
        new(Of(1, "name", "gen_ai.client.token.usage"), Of(2, "description", Said("description")),
            Of(9, "histogram", new Tree(Of(1, "dataPoints", (Tree[])
            [
                new(Of(9, "attributes", Attributes()), Of(3, "timeUnixNano", Now())),
            ])))),
    ]);

    /// <summary>One line of each kind with a text in every field, and lines that are none.</summary>
    internal static string Lines()
    {
        var lines = LineKind.All.Select(kind => kind.Word).Append(Said("kind")).Select(kind =>
        {
            var fields = LineFields.All.Select(field => field.Name).Append(Said("field"))
                .Append("segment." + Said("dimension")).Append("count." + Said("counted")).Distinct()
                .ToDictionary(name => name, name => (object)Said(name));
            fields["kind"] = kind;
            fields["deployment"] = "lines";
            fields["time"] = TimeProvider.System.GetUtcNow().ToString("O");
            fields["model.version"] = "v1";
            return JsonSerializer.Serialize(fields);
        });
        return string.Join('\n', [.. lines, Said("no line"), "{\"kind\":\"inference\",\"" + Said("cut")]);
    }

    internal static string Said(string place) =>
        $"Please help me with {place}, it is SMUGGLED; write to ada@example.com about it as soon as you can, will you";

    private static Tree Resource(int number, string container, string scopes, string records, Tree[] many) => new(
        Of(number, container, (Tree[])
        [
            new(
                Of(1, "resource", new Tree(Of(1, "attributes", Attributes()))),
                Of(2, scopes, (Tree[])[Scope(records, many)]),
                Of(3, "schemaUrl", Said("schema url"))),
            new(
                Of(1, "resource", new Tree(Of(1, "attributes", Attributes(Pair("service.name", "support"))))),
                Of(2, scopes, (Tree[])[Scope(records, many)])),
        ]));

    private static Tree Scope(string records, Tree[] many) => new(
        Of(1, "scope", new Tree(
            Of(1, "name", Said("scope")), Of(2, "version", Said("version")), Of(3, "attributes", Attributes()))),
        Of(2, records, many),
        Of(3, "schemaUrl", Said("schema url")));

    private static Tree Span(string operation) => new(
        Of(1, "traceId", new Id(TraceId())),
        Of(2, "spanId", new Id(SpanId())),
        Of(3, "traceState", $"ot=th:{Said("threshold")},vendor={Said("trace state")}"),
        Of(5, "name", Said("span name")),
        Of(7, "startTimeUnixNano", Now()),
        Of(8, "endTimeUnixNano", Now()),
        Of(9, "attributes", Attributes(Pair("gen_ai.operation.name", operation), s_version)),
        Of(11, "events", (Tree[])
        [
            Event("exception"), Event("gen_ai.evaluation.result"), Event(Said("event name")),
        ]),
        Of(13, "links", (Tree[])
        [
            new(Of(1, "traceId", new Id(TraceId())), Of(2, "spanId", new Id(SpanId())),
                Of(3, "traceState", Said("link's state")), Of(4, "attributes", Attributes())),
        ]),
        Of(15, "status", new Tree(Of(2, "message", Said("status")), Of(3, "code", 2))));

    private static Tree Event(string name) => new(
        Of(1, "timeUnixNano", Now()), Of(2, "name", name), Of(3, "attributes", Attributes()));

    private static Tree Log(string eventName, Tree body) => new(
        Of(1, "timeUnixNano", Now()),
        Of(3, "severityText", Said("severity")),
        Of(5, "body", body),
        Of(6, "attributes", Attributes(s_version)),
        Of(9, "traceId", new Id(TraceId())),
        Of(10, "spanId", new Id(SpanId())),
        Of(12, "eventName", eventName));

    /// <summary>Every name that is read, content's own names, and names that are texts themselves.</summary>
    private static Tree[] Attributes(params Tree[] sound) =>
    [
        .. sound,
        .. AttributeNames.All.Select(row => row.Name).Distinct().Select(name => Pair(name, Said(name))),
        .. ((string[])
        [
            "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.prompt.0.content",
            "gen_ai.completion.0.content", "gen_ai.tool.call.arguments", "traceloop.entity.input", "input.value",
            "llm.input_messages.0.message.content", "embedding.embeddings.0.embedding.text", "ai.prompt.messages",
            "ai.response.text", "langfuse.observation.input", "exception.message", "exception.stacktrace",
            "gen_ai.evaluation.explanation", "governance.human.id", "governance.probe.pair.id",
            "governance.segment.locale", "governance.oversight.link", "url.full", "db.statement",
        ]).Select(name => Pair(name, Said(name))),
        Pair(Said("key"), "value"),
        Pair("governance.segment." + Said("dimension"), "value"),
        Pair("governance.count." + Said("counted"), new Tree(Of(3, "intValue", 3))),
        Pair("nested", Map(Pair("deep", Map(Pair(Said("nested key"), List(Text(Said("nested")))))))),
        Pair("listed", List(Text(Said("listed")), Map(Pair("in", Said("listed map"))))),
        Pair("gen_ai.agent.name", List(Text(Said("listed agent")))),
        Pair("raw", Bytes(Said("raw"))),
    ];

    private static Nanos Now() => new((ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000);

    private static byte[] TraceId() => [.. SpanId(), .. SpanId()];

    private static byte[] SpanId()
    {
        var id = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(id, Interlocked.Increment(ref s_span));
        return id;
    }
}
