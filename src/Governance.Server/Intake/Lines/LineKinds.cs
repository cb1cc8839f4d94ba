namespace Governance.Server.Intake.Lines;

/// <summary>Which kinds of line know a field.</summary>
[Flags]
internal enum LineKinds
{
    None = 0,

    /// <summary>Whose lines follow, and what holds for all of them.</summary>
    Batch = 1 << 0,
    Inference = 1 << 1,
    Embedding = 1 << 2,
    Retrieval = 1 << 3,
    Workflow = 1 << 4,
    AgentStep = 1 << 5,
    ToolCall = 1 << 6,
    Guardrail = 1 << 7,
    Evaluation = 1 << 8,
    Feedback = 1 << 9,
    ProbeResult = 1 << 10,
    SelfCritique = 1 << 11,
    OversightVerdict = 1 << 12,
    FeatureActivation = 1 << 13,
    RateLimitHit = 1 << 14,
    UserReport = 1 << 15,
    DeferralRequested = 1 << 16,
    HumanDecision = 1 << 17,
    ServingState = 1 << 18,
    HaltAcknowledged = 1 << 19,
    ModelChanged = 1 << 20,
    AgentMessage = 1 << 21,
    AgentCommitment = 1 << 22,

    /// <summary>The sender's own running totals.</summary>
    Counts = 1 << 23,

    /// <summary>What a model computed: it has tokens and cost.</summary>
    Call = Inference | Embedding,

    /// <summary>Whatever lasts a while and may fail.</summary>
    Span = Call | Retrieval | Workflow | AgentStep | ToolCall | Guardrail,

    /// <summary>A score of an answer.</summary>
    Score = Evaluation | Feedback,

    /// <summary>Every line but the batch.</summary>
    Observed = (1 << 24) - 2,

    /// <summary>Every line.</summary>
    Every = (1 << 24) - 1,
}
