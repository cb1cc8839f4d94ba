using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Signals;

namespace Governance.Server.Signals;

/// <summary>How signals and their values are said.</summary>
public static class SignalText
{
    /// <summary>What is watched.</summary>
    public static string NameOf(SignalKind signal) => signal switch
    {
        SignalKind.Refusal => "Refusal rate",
        SignalKind.Error => "Error rate",
        SignalKind.ToolError => "Tool error rate",
        SignalKind.UnseenTool => "Calls to an unseen tool",
        SignalKind.Latency => "Latency p95",
        SignalKind.InputTokens => "Input length",
        SignalKind.OutputTokens => "Output length",
        SignalKind.EvaluationScore => "Evaluation score",
        SignalKind.UnregisteredDeployment => "Unregistered deployment",
        SignalKind.UnannouncedVersion => "Unannounced version",
        SignalKind.UnannouncedDigest => "Unannounced digest",
        SignalKind.SenderSilent => "Silence",
        SignalKind.Incomplete => "Shortfall",
        SignalKind.ExternalAlert => "External alert",
        _ => throw new UnreachableException($"No words for {signal}."),
    };

    /// <summary>What a rule counted or allows, e.g. <c>312 s</c>, <c>0.8 %</c>, <c>3</c>.</summary>
    public static string ValueOf(ConditionSeen seen, double value) => string.Create(
        CultureInfo.InvariantCulture, $"{value:#,0.##} {seen.Unit}").TrimEnd();

    /// <summary>
    /// A measured value in its signal's own unit, e.g. <c>12.4 %</c>, <c>2,310 ms</c>, <c>0.72</c>; a condition's unit
    /// comes with it.
    /// </summary>
    public static string ValueOf(SignalKind signal, double value) => signal switch
    {
        SignalKind.Refusal or SignalKind.Error or SignalKind.ToolError or SignalKind.UnseenTool =>
            string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        SignalKind.Latency => string.Create(CultureInfo.InvariantCulture, $"{value:#,0} ms"),
        SignalKind.InputTokens or SignalKind.OutputTokens =>
            string.Create(CultureInfo.InvariantCulture, $"{value:#,0} tokens"),
        SignalKind.EvaluationScore => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}"),
        _ => throw new UnreachableException($"No unit for {signal}."),
    };
}
