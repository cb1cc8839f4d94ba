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
