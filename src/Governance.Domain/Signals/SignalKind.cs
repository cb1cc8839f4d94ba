namespace Governance.Domain.Signals;

/// <summary>What is watched in the behaviour of a deployed model version.</summary>
public enum SignalKind
{
    /// <summary>Share of answers that refuse, among the answers whose refusal is known.</summary>
    Refusal,

    /// <summary>Share of model calls that failed.</summary>
    Error,

    /// <summary>Share of tool calls that failed.</summary>
    ToolError,

    /// <summary>A tool that this deployment had never called while it was being watched.</summary>
    UnseenTool,

    /// <summary>95th percentile of a model call's duration, in milliseconds.</summary>
    Latency,

    /// <summary>Median input tokens of a model call. It speaks of the users, not of the model: always a note.</summary>
    InputTokens,

    /// <summary>Median output tokens of a model call.</summary>
    OutputTokens,

    /// <summary>Mean score in 0..1 of one evaluation by one evaluator version.</summary>
    EvaluationScore,

    /// <summary>It streams, and nobody has registered it.</summary>
    UnregisteredDeployment,

    /// <summary>A version serves that nobody announced for this deployment.</summary>
    UnannouncedVersion,

    /// <summary>A version serves with another digest than the one that it was registered with.</summary>
    UnannouncedDigest,

    /// <summary>Nothing was heard for longer than expected: what the model does is not measured.</summary>
    SenderSilent,

    /// <summary>Less was recorded than the sender counted itself.</summary>
    Incomplete,

    /// <summary>An alert of another system about this deployment.</summary>
    ExternalAlert,

    /// <summary>Share of answers that were cut at the token limit.</summary>
    Truncation,

    /// <summary>Share of model calls that end by asking for a tool.</summary>
    ToolUse,

    /// <summary>Share of inputs that a filter denied, among those with a verdict.</summary>
    InputBlock,

    /// <summary>Share of outputs that a filter denied, among those with a verdict.</summary>
    OutputBlock,

    /// <summary>Share of model calls without a filter's verdict, since the first one that had it.</summary>
    FilterSilence,

    /// <summary>Requests to be told by a person, beside each run of the agent.</summary>
    Deferral,

    /// <summary>Share of human decisions that approve within seconds of being asked.</summary>
    QuickApproval,

    /// <summary>Share of users' ratings that are bad.</summary>
    BadRating,

    /// <summary>Reports by users, beside each run of the agent.</summary>
    UserReport,

    /// <summary>Rate-limit hits, beside each run of the agent.</summary>
    RateLimitHit,

    /// <summary>Of two rated answers, how often the longer is rated better: 0.5 when length says nothing.</summary>
    LongerRatedBetter,

    /// <summary>Mean share of hedged statements, by one scorer version.</summary>
    Hedging,

    /// <summary>Mean of stated confidence minus correctness, −1..1: 0 when calibrated.</summary>
    Overconfidence,

    /// <summary>Mean squared distance of stated confidence from correctness, 0..1.</summary>
    BrierScore,

    /// <summary>Mean of reward minus gold score on the same answers, −1..1.</summary>
    ProxyGap,

    /// <summary>Share of complete probe pairs in which the answer flips to the wrong opinion that was stated.</summary>
    Sycophancy,

    /// <summary>Mean difference of a later turn's score from its conversation's first, −1..1.</summary>
    ConversationShift,

    /// <summary>The same measure in evaluations and in production, matched by task class.</summary>
    EvaluationGap,

    /// <summary>A tool call of a class that no model may make unasked: self-copy, credentials, persistence …</summary>
    ForbiddenAction,

    /// <summary>An agent, model or tool call that began after its sender had acknowledged a halt.</summary>
    ActivityAfterStop,

    /// <summary>One principal, or many with the same kind of prompt, is denied at the input again and again.</summary>
    Probing,

    /// <summary>
    /// How far the distribution of inputs lies from what it was, 0..1. It speaks of the users: always a note.
    /// </summary>
    InputShift,

    /// <summary>Share of answers denied at the output, among those whose input a filter had let pass.</summary>
    LateBlock,

    /// <summary>Share of answers that a filter let through and a user then reported.</summary>
    ReportedDelivery,

    /// <summary>A single conversation whose scores drift from turn to turn.</summary>
    ConversationDrift,
}

/// <summary>On which side of the reference the behaviour lies now.</summary>
public enum SignalDirection
{
    /// <summary>More, longer, more often.</summary>
    Up,

    /// <summary>Less, shorter, rarer.</summary>
    Down,
}

/// <summary>What a detector's alarm is worth. It is shown beside every signal.</summary>
public enum EvidenceLabel
{
    /// <summary>A bound on false alarms that is proven under the stated assumption.</summary>
    Guaranteed,

    /// <summary>A bound on false alarms that was measured on simulated streams.</summary>
    Calibrated,

    /// <summary>A rule of thumb without a bound.</summary>
    Heuristic,

    /// <summary>A fixed rule over recorded facts: it holds or it does not, and chance has no part in it.</summary>
    Rule,
}
