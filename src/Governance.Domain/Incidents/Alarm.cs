using System.Diagnostics;
using Governance.Domain.Signals;

namespace Governance.Domain.Incidents;

/// <summary>
/// Names of what can wake somebody. Each is the name of a runbook as well: an alarm that nobody knows how to answer is
/// not ready to be armed.
/// </summary>
public static class Alarm
{
    /// <summary>A person declared the incident.</summary>
    public const string DeclaredByHand = "declared-by-hand";

    /// <summary>A halt or rollback was not obeyed in time, or nobody can tell.</summary>
    public const string EffectNotObserved = "effect-not-observed";

    /// <summary>The log differs from what was signed.</summary>
    public const string LogDamaged = "log-damaged";

    /// <summary>The ladder ended and nobody acknowledged.</summary>
    public const string NotAcknowledged = "incident-not-acknowledged";

    /// <summary>A report to an authority is due within hours.</summary>
    public const string ClockWarning = "clock-warning";

    /// <summary>A report to an authority was due, and none is recorded.</summary>
    public const string ClockBreached = "clock-breached";

    /// <summary>Nobody has said in time what an incident is before the law.</summary>
    public const string Unclassified = "incident-unclassified";

    /// <summary>Every alarm.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DeclaredByHand, EffectNotObserved, LogDamaged, NotAcknowledged, ClockWarning, ClockBreached, Unclassified,
        .. Enum.GetValues<SignalKind>().Select(Of).Distinct(),
    ];

    /// <summary>True for an incident that is only about the reports that another one owes.</summary>
    public static bool IsOfClocks(string? alarm) => alarm is ClockWarning or ClockBreached or Unclassified;

    /// <summary>The alarm of a signal.</summary>
    public static string Of(SignalKind signal) => signal switch
    {
        SignalKind.Refusal => "refusal-rate",
        SignalKind.Error => "error-rate",
        SignalKind.ToolError => "tool-error-rate",
        SignalKind.UnseenTool => "unseen-tool",
        SignalKind.Latency => "latency",
        SignalKind.InputTokens => "input-tokens",
        SignalKind.InputShift => "input-shift",
        SignalKind.OutputTokens => "output-tokens",
        SignalKind.EvaluationScore => "evaluation-score",
        SignalKind.UnregisteredDeployment => "unregistered-deployment",
        SignalKind.UnannouncedVersion => "unannounced-version",
        SignalKind.UnannouncedDigest => "unannounced-digest",
        SignalKind.SenderSilent => "sender-silent",
        SignalKind.Incomplete => "incomplete",
        SignalKind.ExternalAlert => "external-alert",
        SignalKind.Truncation => "answers-cut",
        SignalKind.ToolUse => "tool-use",
        SignalKind.InputBlock or SignalKind.OutputBlock or SignalKind.FilterSilence
            or SignalKind.LateBlock or SignalKind.ReportedDelivery => "filters",
        SignalKind.Deferral or SignalKind.QuickApproval => "human-decisions",
        SignalKind.BadRating or SignalKind.UserReport => "users-complain",
        SignalKind.RateLimitHit or SignalKind.Probing => "probing",
        SignalKind.LongerRatedBetter or SignalKind.ProxyGap => "proxy-gap",
        SignalKind.Hedging or SignalKind.Overconfidence or SignalKind.BrierScore => "calibration",
        SignalKind.Sycophancy => "sycophancy",
        SignalKind.ConversationShift or SignalKind.ConversationDrift => "conversation-shift",
        SignalKind.EvaluationGap => "evaluation-gap",
        SignalKind.ForbiddenAction => "forbidden-action",
        SignalKind.ActivityAfterStop => "activity-after-stop",
        _ => throw new UnreachableException($"No alarm for {signal}."),
    };
}
