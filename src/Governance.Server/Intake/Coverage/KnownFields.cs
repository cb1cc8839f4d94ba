using System.Collections.Frozen;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Coverage;

/// <summary>One thing that an observation of some kind may tell, or not.</summary>
/// <param name="Key">Stored for ever in headers; of inferences a bare word, of other kinds <c>kind.word</c>.</param>
/// <param name="Kind">Of what it is counted.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Needs">What a sender has to say for it.</param>
/// <param name="IsKnown">Whether an observation tells it.</param>
internal sealed record KnownField(
    string Key, ObservationKind Kind, string Title, string Needs, Func<Observation, bool> IsKnown);

/// <summary>What coverage counts: how many of the observations that could tell something do.</summary>
internal static class KnownFields
{
    private const string VersionOfTrace = "an inference in its trace, within 30 s";

    private const string Target = "the context of the judged span, or gen_ai.response.id";

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<KnownField> All { get; } =
    [
        Call("version", "Model version", "gen_ai.response.model, or governance.model.version",
            one => one.ModelVersion is not null),
        Call("provider", "Provider", "gen_ai.provider.name", one => one.Provider is not null),
        Call("latency", "Latency", "a start and an end", one => one.LatencyMs is not null),
        Call("firstChunk", "Time to first chunk", "gen_ai.response.time_to_first_chunk",
            one => one.FirstChunkMs is not null),
        Call("tokens", "Tokens in and out", "gen_ai.usage.input_tokens and .output_tokens",
            one => one.InputTokens is not null && one.OutputTokens is not null),
        Call("cost", "Cost", "gen_ai.usage.cost, or Intake:PricesFile and tokens", one => one.CostMicros is not null),
        Call("finish", "Finish reason", "gen_ai.response.finish_reasons", one => one.Finish is not null),
        Call("refusal", "Refusal", "governance.refusal, or a finish reason that says so",
            one => one.Refusal is not null),
        Call("conversation", "Conversation", "gen_ai.conversation.id", one => one.ConversationId is not null),
        Call("user", "User", "user.id", one => one.User is not null),
        Call("agent", "Agent", "gen_ai.agent.id", one => one.Agent is not null),
        Call("context", "Production or evaluation", "governance.context", one => one.Context is not null),
        Call("taskClass", "Class of task", "governance.task.class", one => one.TaskClass is not null),
        Call("segment", "Segment of the audience", "governance.segment.*", one => one.Segments is not null),
        Call("decision", "Decision served under", "governance.decision.id", one => one.DecisionId is not null),
        Call("confidence", "Stated confidence", "governance.confidence.stated",
            one => one.StatedConfidence is not null),
        Call("filters", "Verdict of its filters", "governance.filter.input.verdict or .output.verdict",
            one => one.InputVerdict is not null || one.OutputVerdict is not null),
        Call("responseId", "Id of the answer", "gen_ai.response.id", one => one.ResponseId is not null),
        Call("sampling", "Sampling rate", "governance.sample.rate", one => one.Weight is not null),
        Of(ObservationKind.Embedding, "tokens", "Tokens", "gen_ai.usage.input_tokens",
            one => one.InputTokens is not null),
        Of(ObservationKind.ToolCall, "version", "Model version", VersionOfTrace, one => one.ModelVersion is not null),
        Of(ObservationKind.ToolCall, "tool", "Tool", "gen_ai.tool.name", one => one.Tool is not null),
        Of(ObservationKind.AgentStep, "version", "Model version", VersionOfTrace, one => one.ModelVersion is not null),
        Of(ObservationKind.AgentStep, "agent", "Agent", "gen_ai.agent.id", one => one.Agent is not null),
        Of(ObservationKind.Guardrail, "verdict", "Verdict", "gen_ai.guardrail.verdict.type",
            one => one.Verdict is not null),
        Of(ObservationKind.Evaluation, "version", "Model version", VersionOfTrace,
            one => one.ModelVersion is not null),
        Of(ObservationKind.Evaluation, "target", "What is judged", Target, one => one.TargetFound is true),
        Of(ObservationKind.Evaluation, "evaluator", "Who judged", "governance.evaluator.id",
            one => one.EvaluatorId is not null),
        Of(ObservationKind.Feedback, "version", "Model version", VersionOfTrace, one => one.ModelVersion is not null),
        Of(ObservationKind.Feedback, "target", "What is judged", Target, one => one.TargetFound is true),
    ];

    private static readonly FrozenDictionary<ObservationKind, KnownField[]> s_byKind =
        All.GroupBy(field => field.Kind).ToFrozenDictionary(fields => fields.Key, fields => fields.ToArray());

    /// <summary>How many tell what; what none tells is left out.</summary>
    public static IReadOnlyDictionary<string, int> CountIn(IReadOnlyList<Observation> observations)
    {
        var known = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var observation in observations)
        {
            foreach (var field in s_byKind.GetValueOrDefault(observation.Kind) ?? [])
            {
                if (field.IsKnown(observation))
                    known[field.Key] = known.GetValueOrDefault(field.Key) + 1;
            }
        }
        return known;
    }

    /// <summary>A kind's word in headers.</summary>
    public static string WordOf(ObservationKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static KnownField Call(string key, string title, string needs, Func<Observation, bool> isKnown) =>
        new(key, ObservationKind.Inference, title, needs, isKnown);

    private static KnownField Of(
        ObservationKind kind, string word, string title, string needs, Func<Observation, bool> isKnown) =>
        new($"{WordOf(kind)}.{word}", kind, title, needs, isKnown);
}
