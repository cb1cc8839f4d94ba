using Governance.Domain.Intake;

namespace Governance.Server.Behaviour.Index;

/// <summary>A text of an observation that can be asked for exactly.</summary>
/// <param name="Word">How it is asked for: <c>finish:refusal</c>.</param>
/// <param name="Member">Its name in a segment's lines.</param>
/// <param name="Of">Its value in an observation.</param>
/// <param name="IsIndexed">Whether a segment's filter knows its values.</param>
internal sealed record SearchField(string Word, string Member, Func<Observation, string?> Of, bool IsIndexed = true)
{
    /// <summary>Rarest first: the first one that a question names finds the lines worth reading.</summary>
    public static IReadOnlyList<SearchField> All { get; } =
    [
        new("span", "spanId", one => one.SpanId, IsIndexed: false),
        new("response", "responseId", one => one.ResponseId, IsIndexed: false),
        new("target", "targetResponseId", one => one.TargetResponseId),
        new("trace", "traceId", one => one.TraceId),
        new("conversation", "conversationId", one => one.ConversationId),
        new("user", "user", one => one.User),
        new("decision", "decisionId", one => one.DecisionId, IsIndexed: false),
        new("halt", "haltId", one => one.HaltId),
        new("declares", "declares", one => one.Declares),
        new("error", "errorClass", one => one.ErrorClass),
        new("verdict", "verdict", one => one.Verdict),
        new("category", "category", one => one.Category),
        new("tool", "tool", one => one.Tool),
        new("evaluation", "evaluationName", one => one.EvaluationName),
        new("label", "label", one => one.Label),
        new("guardrail", "guardrail", one => one.Guardrail),
        new("agent", "agent", one => one.Agent),
        new("task", "taskClass", one => one.TaskClass),
        new("instance", "instance", one => one.Instance, IsIndexed: false),
        new("finish", "finish", one => one.Finish),
        new("version", "modelVersion", one => one.ModelVersion),
        new("model", "modelAsked", one => one.ModelAsked),
        new("provider", "provider", one => one.Provider),
        new("vocabulary", "vocabulary", one => one.Vocabulary, IsIndexed: false),
        new("context", "context", one => one.Context),
    ];

    /// <summary>The field of that word, or null.</summary>
    public static SearchField? Find(string word) => All.FirstOrDefault(field => field.Word == word);
}
