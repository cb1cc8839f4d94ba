using System.Collections.Frozen;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// What senders' words mean: kinds, finish reasons, errors; and which fields know only certain words.
/// </summary>
internal static class Words
{
    private static readonly FrozenDictionary<string, ObservationKind> s_kinds =
        new Dictionary<string, ObservationKind>(StringComparer.Ordinal)
        {
            ["chat"] = ObservationKind.Inference,
            ["text_completion"] = ObservationKind.Inference,
            ["generate_content"] = ObservationKind.Inference,
            ["completion"] = ObservationKind.Inference,
            ["LLM"] = ObservationKind.Inference,
            ["ai.generateText.doGenerate"] = ObservationKind.Inference,
            ["ai.streamText.doStream"] = ObservationKind.Inference,
            ["ai.generateObject.doGenerate"] = ObservationKind.Inference,
            ["ai.streamObject.doStream"] = ObservationKind.Inference,
            ["generation"] = ObservationKind.Inference,
            ["embeddings"] = ObservationKind.Embedding,
            ["embedding"] = ObservationKind.Embedding,
            ["EMBEDDING"] = ObservationKind.Embedding,
            ["retrieval"] = ObservationKind.Retrieval,
            ["RETRIEVER"] = ObservationKind.Retrieval,
            ["RERANKER"] = ObservationKind.Retrieval,
            ["execute_tool"] = ObservationKind.ToolCall,
            ["tool"] = ObservationKind.ToolCall,
            ["TOOL"] = ObservationKind.ToolCall,
            ["ai.toolCall"] = ObservationKind.ToolCall,
            ["invoke_agent"] = ObservationKind.AgentStep,
            ["create_agent"] = ObservationKind.AgentStep,
            ["plan"] = ObservationKind.AgentStep,
            ["agent"] = ObservationKind.AgentStep,
            ["AGENT"] = ObservationKind.AgentStep,
            ["ai.generateText"] = ObservationKind.AgentStep,
            ["ai.streamText"] = ObservationKind.AgentStep,
            ["invoke_workflow"] = ObservationKind.Workflow,
            ["workflow"] = ObservationKind.Workflow,
            ["CHAIN"] = ObservationKind.Workflow,
            ["run_guardrail"] = ObservationKind.Guardrail,
            ["GUARDRAIL"] = ObservationKind.Guardrail,
            ["EVALUATOR"] = ObservationKind.Evaluation,
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> s_finishes =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["stop"] = "stop",
            ["end_turn"] = "stop",
            ["stop_sequence"] = "stop",
            ["length"] = "length",
            ["max_tokens"] = "length",
            ["max-tokens"] = "length",
            ["tool_call"] = "tool_call",
            ["tool_calls"] = "tool_call",
            ["tool-calls"] = "tool_call",
            ["tool_use"] = "tool_call",
            ["function_call"] = "tool_call",
            ["content_filter"] = "content_filter",
            ["content-filter"] = "content_filter",
            ["safety"] = "content_filter",
            ["refusal"] = "refusal",
            ["error"] = "error",
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // The first row whose word occurs in the error's type names its class. Numbers are HTTP status codes.
    private static readonly (string Part, string Class)[] s_errors =
    [
        ("timeout", "timeout"), ("timed_out", "timeout"), ("deadline", "timeout"), ("408", "timeout"),
        ("504", "timeout"), ("ratelimit", "rate_limit"), ("rate_limit", "rate_limit"), ("429", "rate_limit"),
        ("auth", "auth"), ("permission", "auth"), ("401", "auth"), ("403", "auth"), ("cancel", "cancelled"),
        ("abort", "cancelled"), ("server", "server"), ("unavailable", "server"), ("overloaded", "server"),
        ("500", "server"), ("502", "server"), ("503", "server"), ("529", "server"), ("badrequest", "client"),
        ("invalid", "client"), ("notfound", "client"), ("client", "client"), ("400", "client"), ("404", "client"),
        ("413", "client"), ("422", "client"),
    ];

    private static readonly FrozenDictionary<Field, FrozenSet<string>> s_closed =
        new Dictionary<Field, FrozenSet<string>>
        {
            [Field.Context] = Set("production", "evaluation", "canary_evaluation", "shadow"),
            [Field.Target] = Set("input", "output"),
            [Field.Verdict] = Set("allow", "warn", "modify", "deny", "escalate"),
            [Field.InputVerdict] = Set("allow", "warn", "modify", "deny", "not_run"),
            [Field.OutputVerdict] = Set("allow", "warn", "modify", "deny", "not_run"),
            [Field.EvaluatorKind] = Set("LLM", "CODE", "HUMAN"),
            [Field.DecisionSource] = Set("decided", "stale", "fallback", "disobeyed"),
            [Field.StopReason] = Set("halt", "rollback", "breaker"),
            [Field.ServingState] = Set("starting", "serving", "idle", "draining", "halted", "stopped"),
        }.ToFrozenDictionary();

    /// <summary>The kind that an operation's word means; null for a span that is not ours.</summary>
    public static ObservationKind? KindOf(string operation) =>
        s_kinds.TryGetValue(operation, out var kind) ? kind : null;

    /// <summary>stop, length, tool_call, content_filter, refusal, error or other.</summary>
    public static string FinishOf(string raw) => s_finishes.GetValueOrDefault(raw, "other");

    /// <summary>timeout, rate_limit, auth, server, client, cancelled or other.</summary>
    public static string ErrorClassOf(string type)
    {
        foreach (var (part, name) in s_errors)
        {
            if (type.Contains(part, StringComparison.OrdinalIgnoreCase))
                return name;
        }
        return "other";
    }

    /// <summary>False when the field knows only certain words and this is none of them.</summary>
    public static bool Allows(Field field, string word) =>
        !s_closed.TryGetValue(field, out var words) || words.Contains(word);

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
