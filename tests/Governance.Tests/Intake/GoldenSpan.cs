using System.Text.Json;
using Governance.Domain.Intake;

namespace Governance.Tests.Intake;

/// <summary>
/// What a captured span or log record ought to become, worked out from its decoded form by the mapping page: plain,
/// slow, and sharing no row with the tables under test.
/// </summary>
internal sealed record GoldenSpan(
    ObservationKind Kind,
    string? SpanId,
    string? Version,
    long? InputTokens,
    long? OutputTokens,
    string? Finish,
    string? Tool,
    string? EvaluationName,
    double? Score,
    bool HasConversation,
    bool HasUser)
{
    internal static GoldenSpan Of(Observation one) => new(
        one.Kind,
        one.SpanId,
        one.Kind is ObservationKind.Inference or ObservationKind.Embedding ? one.ModelVersion : null,
        one.InputTokens,
        one.OutputTokens,
        one.Finish,
        one.Tool,
        one.EvaluationName,
        one.Kind is ObservationKind.Evaluation or ObservationKind.Feedback ? one.Score : null,
        one.ConversationId is not null,
        one.User is not null);

    /// <summary>Every observation that a request ought to become, in order.</summary>
    internal static IEnumerable<GoldenSpan> In(JsonElement request)
    {
        foreach (var container in List(request, "resourceSpans").Concat(List(request, "resourceLogs")))
        {
            var resource = container.TryGetProperty("resource", out var said) ? Attributes(said) : [];
            var records = List(container, "scopeSpans").SelectMany(scope => List(scope, "spans"))
                .Concat(List(container, "scopeLogs").SelectMany(scope => List(scope, "logRecords")));
            foreach (var record in records)
            {
                foreach (var judged in List(record, "events"))
                {
                    if (Text(judged, "name") == "gen_ai.evaluation.result")
                        yield return Judgement(Text(record, "spanId"), Attributes(judged), resource);
                }
                if (Of(record, Attributes(record), resource) is { } golden)
                    yield return golden;
            }
        }
    }

    private static GoldenSpan Judgement(
        string? span, Dictionary<string, string> said, Dictionary<string, string> resource)
    {
        var name = First(said, "gen_ai.evaluation.name");
        return new GoldenSpan(
            name == "user_feedback" ? ObservationKind.Feedback : ObservationKind.Evaluation,
            span,
            Version: null,
            InputTokens: null,
            OutputTokens: null,
            Finish: null,
            Tool: null,
            name,
            Number(First(said, "gen_ai.evaluation.score.value")),
            First(said, "gen_ai.conversation.id") is { },
            (First(said, "user.id") ?? First(resource, "user.id")) is { });
    }

    private static GoldenSpan? Of(
        JsonElement record, Dictionary<string, string> said, Dictionary<string, string> resource)
    {
        if (KindOf(record, said) is not { } kind)
            return null;
        var spends = kind is ObservationKind.Inference or ObservationKind.Embedding;
        var judges = kind is ObservationKind.Evaluation or ObservationKind.Feedback;
        var isRefusal = First(said, "event.name") == "gen_ai.choice" || Text(record, "eventName") == "gen_ai.choice";
        return new GoldenSpan(
            kind,
            Text(record, "spanId") is { Length: > 0 } id ? id : null,
            spends
                ? First(said, "governance.model.version") ?? First(resource, "governance.model.version")
                    ?? First(said, "gen_ai.response.model", "llm.response.model_name", "llm.model_name",
                        "embedding.model_name", "ai.response.model")
                    ?? First(resource, "service.version")
                : null,
            spends ? Whole(First(said, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens",
                "llm.token_count.prompt", "ai.usage.inputTokens")) : null,
            spends ? Whole(First(said, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens",
                "llm.token_count.completion", "ai.usage.outputTokens")) : null,
            FinishOf(First(said, "gen_ai.response.finish_reasons", "gen_ai.response.finish_reason",
                "llm.finish_reason", "ai.response.finishReason")),
            kind is ObservationKind.ToolCall
                ? First(said, "gen_ai.tool.name", "traceloop.entity.name", "tool.name", "ai.toolCall.name")
                : null,
            isRefusal ? "refusal" : judges ? First(said, "gen_ai.evaluation.name", "evaluation.name") : null,
            isRefusal ? 1 : judges ? Number(First(said, "gen_ai.evaluation.score.value", "evaluation.score")) : null,
            First(said, "gen_ai.conversation.id", "traceloop.association.properties.session_id", "session.id") is { },
            (First(said, "user.id", "enduser.id", "traceloop.association.properties.user_id")
                ?? First(resource, "user.id")) is { });
    }

    private static ObservationKind? KindOf(JsonElement record, Dictionary<string, string> said)
    {
        var isSpan = record.TryGetProperty("startTimeUnixNano", out _);
        var word = isSpan
            ? First(said, "gen_ai.operation.name", "traceloop.span.kind", "llm.request.type",
                "openinference.span.kind", "ai.operationId")
            : Text(record, "eventName") is { Length: > 0 } name ? name : First(said, "event.name");
        return word switch
        {
            "chat" or "text_completion" or "generate_content" or "completion" or "LLM" => ObservationKind.Inference,
            "embeddings" or "embedding" or "EMBEDDING" => ObservationKind.Embedding,
            "execute_tool" or "tool" or "TOOL" => ObservationKind.ToolCall,
            "invoke_agent" or "create_agent" or "agent" or "AGENT" => ObservationKind.AgentStep,
            "retrieval" or "RETRIEVER" or "RERANKER" => ObservationKind.Retrieval,
            "invoke_workflow" or "workflow" or "task" or "CHAIN" => ObservationKind.Workflow,
            "run_guardrail" or "GUARDRAIL" => ObservationKind.Guardrail,
            "gen_ai.evaluation.result" or "EVALUATOR" =>
                First(said, "gen_ai.evaluation.name", "evaluation.name") == "user_feedback"
                    ? ObservationKind.Feedback
                    : ObservationKind.Evaluation,
            "gen_ai.choice" when !isSpan && Refuses(record) => ObservationKind.Evaluation,
            "governance.serving.state" => ObservationKind.ServingState,
            "governance.halt.acknowledged" => ObservationKind.HaltAcknowledged,
            "governance.sender.counts" => ObservationKind.SenderCounts,
            { } declared when !isSpan && declared.StartsWith("governance.", StringComparison.Ordinal) =>
                ObservationKind.Declaration,
            _ => null,
        };
    }

    private static bool Refuses(JsonElement record) =>
        record.TryGetProperty("body", out var body)
        && body.ToString().Contains("\"refusal\"", StringComparison.Ordinal);

    private static string? FinishOf(string? said) => said switch
    {
        null => null,
        "stop" or "length" or "content_filter" or "refusal" => said,
        "tool_calls" or "tool_call" or "tool-calls" => "tool_call",
        "content-filter" => "content_filter",
        _ => "other",
    };

    private static string? First(Dictionary<string, string> said, params string[] names) =>
        names.Select(name => said.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static long? Whole(string? number) => number is null ? null : long.Parse(number, Invariant);

    private static double? Number(string? number) => number is null ? null : double.Parse(number, Invariant);

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Attributes by name; of a list its first element.</summary>
    private static Dictionary<string, string> Attributes(JsonElement owner)
    {
        var said = new Dictionary<string, string>();
        foreach (var attribute in List(owner, "attributes"))
        {
            if (Text(attribute, "key") is { } key && attribute.TryGetProperty("value", out var value)
                && Said(value) is { } text)
            {
                said.TryAdd(key, text);
            }
        }
        return said;
    }

    private static string? Said(JsonElement value)
    {
        foreach (var one in value.EnumerateObject())
        {
            return one.Name switch
            {
                "arrayValue" => List(one.Value, "values").Select(Said).FirstOrDefault(),
                "kvlistValue" => null,
                _ => one.Value.ToString(),
            };
        }
        return null;
    }

    private static IEnumerable<JsonElement> List(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    private static string? Text(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var text) ? text.GetString() : null;
}
