using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Mapping;

/// <summary>
/// A thing that a sender can say. Several attribute names may say it; the files in <c>Tables</c> list them.
/// </summary>
internal enum Field
{
    Deployment,
    ServiceName,
    ServiceNamespace,
    ServiceVersion,
    Instance,
    Environment,
    Operation,
    EventName,
    ModelVersion,
    ServedModel,
    AskedModel,
    ModelDigest,
    ModelFamily,
    Provider,
    Agent,
    AgentVersion,
    Conversation,
    User,
    Context,
    TaskClass,
    FirstChunk,
    InputTokens,
    OutputTokens,
    CacheReadTokens,
    ReasoningTokens,
    Cost,
    Finish,
    Refusal,
    ErrorType,
    ExceptionType,
    Tool,
    ToolCallId,
    ToolType,
    Guardrail,
    Target,
    Verdict,
    FilterAction,
    Category,
    RiskScore,
    InputVerdict,
    OutputVerdict,
    EvaluationName,
    Score,
    Label,
    EvaluatorId,
    EvaluatorVersion,
    EvaluatorKind,
    EvaluatorFamily,
    Confidence,
    ResponseId,
    FlagKey,
    Told,
    DecisionId,
    RolloutId,
    RolloutWeight,
    DecisionSource,
    DecisionError,
    HaltId,
    InFlight,
    StopReason,
    ServingState,
    TrafficShare,
    BatchSequence,
    SampleRate,

    /// <summary>The name of the tool, agent or workflow that a span is of, whichever its kind says.</summary>
    Entity,

    /// <summary>Who annotated.</summary>
    Annotator,

    /// <summary>Which vocabulary is spoken: told by the names of a record, not by a value.</summary>
    Vocabulary,

    /// <summary>How many fields there are; not one itself.</summary>
    Count,
}

/// <summary>What is known of fields beforehand.</summary>
internal static class Fields
{
    /// <summary>The type that a field's values have.</summary>
    public static AttributeType TypeOf(Field field) => field switch
    {
        Field.InputTokens or Field.OutputTokens or Field.CacheReadTokens or Field.ReasoningTokens
            or Field.InFlight or Field.BatchSequence => AttributeType.Integer,
        Field.FirstChunk or Field.Cost or Field.Score or Field.RiskScore or Field.Confidence
            or Field.RolloutWeight or Field.TrafficShare or Field.SampleRate => AttributeType.Number,
        Field.Refusal => AttributeType.Flag,
        _ => AttributeType.Text,
    };
}
