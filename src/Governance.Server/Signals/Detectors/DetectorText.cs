using System.Diagnostics;
using Governance.Detection;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;
using Governance.Server.Signals.Watching.Conversations;
using Governance.Server.Signals.Watching.Tools;
using static Governance.Domain.Signals.SignalKind;

namespace Governance.Server.Signals.Detectors;

/// <summary>What a detector looks at, what its alarm is worth, what it needs, and what it cannot see.</summary>
internal static class DetectorText
{
    private const string RuleCondition = "a fixed rule over recorded facts: it holds or it does not";

    private const string UsualCondition =
        $"{PastWatch.Assumption}; beside a stable version: {ArmWatch.Assumption}";

    /// <summary>What it watches, without a verb: <c>share among model calls, upwards</c>.</summary>
    internal static string Watches(SignalKind signal)
    {
        if (signal.IsFoundByRule())
            return OfRule(signal).Watches;
        if (signal is UnseenTool)
            return "tools outside the reference, call by call";
        if (signal is ConversationDrift)
            return "the scores of each conversation, turn by turn";
        var measure = WatchedSignals.MeasureOf(signal);
        var what = measure.Kind switch
        {
            MeasureKind.Rate => "share among",
            MeasureKind.Mean => "mean over",
            MeasureKind.Shape => "distribution over",
            _ when measure.Level == 0.5 => "median over",
            _ => $"{measure.Level * 100:0}th percentile over",
        };
        var sides = measure.Sides is Sides.Both ? "in both directions" : "upwards";
        return $"{what} {SignalText.AmongOf(signal)}, {sides}";
    }

    /// <summary>What an alarm is worth.</summary>
    internal static EvidenceLabel LabelOf(SignalKind signal) => signal switch
    {
        _ when signal.IsFoundByRule() => EvidenceLabel.Rule,
        ConversationDrift => EvidenceLabel.Heuristic,
        _ when WatchedSignals.MeasureOf(signal).Kind is MeasureKind.Mean => EvidenceLabel.Calibrated,
        _ => EvidenceLabel.Guaranteed,
    };

    /// <summary>The label's condition in words.</summary>
    internal static string ConditionOf(SignalKind signal) => signal switch
    {
        _ when signal.IsFoundByRule() => RuleCondition,
        UnseenTool => ToolWatch.Assumption,
        EvaluationGap => EvaluationGaps.Assumption,
        ConversationDrift => ConversationWatch.Assumption,
        _ => UsualCondition,
    };

    /// <summary>What a label says of most detectors that bear it; null for one that none bears.</summary>
    internal static string? Explained(EvidenceLabel label) => label switch
    {
        EvidenceLabel.Guaranteed => $"the bound on false alarms is proven for {UsualCondition}",
        EvidenceLabel.Calibrated => "the same condition, and a reference whose error was taken from the normal law; "
            + "the bound was measured on simulated streams",
        EvidenceLabel.Rule => RuleCondition,
        _ => null,
    };

    /// <summary>A condition of its own, which its label does not say already; else null.</summary>
    internal static string? OwnConditionOf(SignalKind signal) =>
        ConditionOf(signal) is var own && own is UsualCondition or RuleCondition ? null : own;

    /// <summary>What a sender has to tell.</summary>
    internal static string Needs(SignalKind signal) =>
        signal.IsFoundByRule() ? OfRule(signal).Needs : WatchedSignals.Of(signal).Needs;

    /// <summary>What its silence does not say.</summary>
    internal static string CannotSee(SignalKind signal) =>
        signal.IsFoundByRule() ? OfRule(signal).Blind : WatchedSignals.Of(signal).Blind;

    private static (string Watches, string Needs, string Blind) OfRule(SignalKind signal) => signal switch
    {
        UnregisteredDeployment => ("deployments that stream and nobody has registered", "a deployment's name",
            "a registered name used by something else"),
        UnannouncedVersion => ("versions that serve and nobody has announced", "governance.model.version, or the "
            + "response's model", "a version that serves under another one's name"),
        UnannouncedDigest => ("digests that differ from the registered one", "governance.model.digest",
            "a sender that states the digest that it should have"),
        SenderSilent => ("time since a registered deployment was last heard", "a registration",
            "whether the model has stopped, or only its telemetry"),
        Incomplete => ("records held against the sender's own count", "governance.sender.counts, or a counts line",
            "what the sender never counted"),
        ExternalAlert => ("alerts of other systems that name a deployment", "a webhook of Alertmanager or Grafana",
            "what no other system alerts on"),
        ForbiddenAction => ("tool calls of a class that no model may make unasked", "governance.action.class on tool "
            + "calls", "actions that nobody declares: the list is finite"),
        ActivityAfterStop => ("calls that begin after their sender has acknowledged a halt",
            "governance.halt.acknowledged events", "a sender that says that it has stopped and sends no more"),
        Probing => ("inputs denied again and again, of one principal or of one kind of prompt",
            "input verdicts with a user or governance.prompt.cluster", "probing slower than the limits"),
        _ => throw new UnreachableException($"{signal} is not found by a rule."),
    };
}
