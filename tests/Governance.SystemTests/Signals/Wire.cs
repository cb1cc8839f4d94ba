using Governance.Server.Demo;

namespace Governance.SystemTests.Signals;

/// <summary>A deployment's telemetry as OTLP, written call by call; everything follows the seed.</summary>
internal sealed class Wire
{
    private readonly OtlpBatch _batch;
    private readonly OtlpClient _client;

    internal Wire(Fixture.GovernanceHost host, string deployment, int seed)
    {
        Deployment = deployment;
        Dice = new Dice(seed);
        _batch = new OtlpBatch(new SyntheticSender(deployment, "acme-chat", "a"));
        _client = new OtlpClient(host.OtlpHttp, host.OtlpHttp.BaseAddress!);
    }

    internal string Deployment { get; }

    internal Dice Dice { get; }

    /// <summary>One answered model call; what is given comes on top of a plain one.</summary>
    internal Answer Call(DateTimeOffset at, params (string Key, object? Value)[] more)
    {
        var answer = new Answer(Dice.Bytes(16), Dice.Bytes(8), at.AddMilliseconds(Dice.LogNormal(900, 0.3)));
        var given = more.Select(one => one.Key).ToHashSet();
        (string Key, object? Value)[] plain =
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"),
            ("gen_ai.response.model", "acme-chat-v1"), ("governance.model.version", "v1"),
            ("gen_ai.response.finish_reasons", new[] { "stop" }), ("gen_ai.usage.input_tokens", 650),
            ("gen_ai.usage.output_tokens", (int)Dice.LogNormal(210, 0.4)), ("governance.context", "production"),
        ];
        _batch.Span(
            new SpanFrame(answer.Trace, answer.Span, null, "chat", at, answer.EndedAt, false),
            [.. plain.Where(one => !given.Contains(one.Key)), .. more]);
        return answer;
    }

    /// <summary>One run of an agent.</summary>
    internal Answer Run(DateTimeOffset at)
    {
        var run = new Answer(Dice.Bytes(16), Dice.Bytes(8), at.AddSeconds(1));
        _batch.Span(new SpanFrame(run.Trace, run.Span, null, "invoke_agent", at, run.EndedAt, false),
        [
            ("gen_ai.operation.name", "invoke_agent"), ("governance.model.version", "v1"),
            ("governance.context", "production"),
        ]);
        return run;
    }

    /// <summary>One tool call.</summary>
    internal void Tool(DateTimeOffset at, string tool, params (string Key, object? Value)[] more) =>
        _batch.Span(new SpanFrame(Dice.Bytes(16), Dice.Bytes(8), null, "execute_tool", at, at.AddSeconds(1), false),
        [
            ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", tool), ("governance.model.version", "v1"),
            ("governance.context", "production"), .. more,
        ]);

    /// <summary>A score of an answer.</summary>
    internal void Score(Answer answer, string name, double score, string judge = "judge", string version = "1") =>
        Event("gen_ai.evaluation.result", answer,
        [
            ("gen_ai.evaluation.name", name), ("gen_ai.evaluation.score.value", score),
            ("governance.evaluator.id", judge), ("governance.evaluator.version", version),
            ("governance.model.version", "v1"),
        ]);

    /// <summary>An event of the vocabulary about an answer, a run, or nothing in particular.</summary>
    internal void Event(string name, Answer answer, params (string Key, object? Value)[] attributes) =>
        _batch.Record(name, answer.EndedAt, answer.Trace, answer.Span, attributes);

    /// <inheritdoc cref="Event(string, Answer, ValueTuple{string, object}[])"/>
    internal void Event(string name, DateTimeOffset at, params (string Key, object? Value)[] attributes) =>
        _batch.Record(name, at, null, null, attributes);

    internal Task SendAsync(CancellationToken ct) => _client.SendAsync(_batch, ct);

    /// <summary>What later records can speak of.</summary>
    internal sealed record Answer(byte[] Trace, byte[] Span, DateTimeOffset EndedAt);
}
