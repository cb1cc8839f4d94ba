namespace Governance.Server.Demo;

/// <summary>
/// One instance of a deployment that streams telemetry: its resource, and how a conversation reads as OTLP.
/// </summary>
internal sealed class SyntheticSender(string deployment, string model, string instance)
{
    private const string Provider = "openai";

    internal string Deployment => deployment;

    internal string Instance => instance;

    internal (string Key, object? Value)[] Resource { get; } =
    [
        ("service.name", deployment),
        ("service.instance.id", instance),
        ("deployment.environment.name", "production"),
        ("governance.deployment.id", deployment),
        ("governance.vocabulary.version", 1),
        ("governance.model.family", model),
        ("governance.sample.rate", 1.0),
    ];

    /// <summary>
    /// Adds everything one conversation tells. <paramref name="told"/> is the decision it was served under.
    /// </summary>
    internal void Tell(OtlpBatch batch, Conversation conversation, Dice dice, Told? told = null)
    {
        var trace = dice.Bytes(16);
        var agent = dice.Bytes(8);
        var served = $"{model}-{conversation.Version}";
        batch.Span(
            new SpanFrame(trace, agent, null, "invoke_agent", conversation.StartedAt, conversation.EndedAt, false),
            [
                ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.provider.name", Provider),
                ("gen_ai.agent.id", "assistant"), .. Shared(conversation, told),
            ]);
        var last = agent;
        foreach (var step in conversation.Steps)
        {
            var span = dice.Bytes(8);
            var start = conversation.StartedAt + step.Offset;
            var name = step.Tool is null ? "chat " + model : "execute_tool " + step.Tool;
            batch.Span(
                new SpanFrame(trace, span, agent, name, start, start + step.Lasts, step.Error is not null),
                step.Tool is null
                    ? [.. Inference(step, served), .. Shared(conversation, told)]
                    : [.. ToolCall(step), .. Shared(conversation, told)]);
            last = step.Tool is null ? span : last;
        }

        foreach (var judgement in conversation.Judgements)
        {
            var response = conversation.Steps.Last(step => step.Tool is null).ResponseId;
            batch.Record("gen_ai.evaluation.result", conversation.EndedAt, trace, last,
            [
                ("gen_ai.evaluation.name", judgement.Name), ("gen_ai.evaluation.score.value", judgement.Score),
                ("gen_ai.response.id", response), ("governance.evaluator.id", judgement.Evaluator),
                ("governance.evaluator.version", "1"), ("governance.evaluator.kind", judgement.Kind),
                ("governance.context", "production"),
            ]);
        }
    }

    /// <summary>Says once that a halt was taken note of.</summary>
    internal static void AcknowledgeHalt(
        OtlpBatch batch, string halt, string? decision, int inFlight, DateTimeOffset at) =>
        batch.Record("governance.halt.acknowledged", at, null, null,
        [
            ("governance.halt.id", halt), ("governance.decision.id", decision), ("governance.halt.in_flight", inFlight),
        ]);

    private static (string Key, object? Value)[] Shared(Conversation conversation, Told? told) =>
    [
        ("gen_ai.conversation.id", conversation.Id), ("user.id", conversation.User),
        ("governance.model.version", conversation.Version), ("governance.context", "production"),
        ("feature_flag.result.value", told?.Value), ("governance.decision.id", told?.Decision),
        ("governance.rollout.id", told?.Rollout), ("governance.decision.source", told is null ? null : "decided"),
    ];

    private static (string Key, object? Value)[] Inference(Step step, string served) =>
    [
        ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", Provider), ("gen_ai.response.model", served),
        ("gen_ai.response.id", step.ResponseId), ("gen_ai.response.finish_reasons", new[] { step.Finish! }),
        ("gen_ai.usage.input_tokens", step.InputTokens), ("gen_ai.usage.output_tokens", step.OutputTokens),
        ("governance.refusal", step.Finish == "refusal"), ("error.type", step.Error),
    ];

    private static (string Key, object? Value)[] ToolCall(Step step) =>
    [
        ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", step.Tool),
        ("gen_ai.tool.type", "function"), ("error.type", step.Error),
    ];
}

/// <summary>What a gateway was told, echoed on everything served under it.</summary>
internal sealed record Told(string Value, string? Decision, string? Rollout, string? Halt);
