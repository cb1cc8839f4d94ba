using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>How signals and their values are said.</summary>
public static class SignalText
{
    /// <summary>What is watched.</summary>
    public static string NameOf(SignalKind signal) => signal switch
    {
        SignalKind.UnregisteredDeployment => "Unregistered deployment",
        SignalKind.UnannouncedVersion => "Unannounced version",
        SignalKind.UnannouncedDigest => "Unannounced digest",
        SignalKind.SenderSilent => "Silence",
        SignalKind.Incomplete => "Shortfall",
        SignalKind.ExternalAlert => "External alert",
        SignalKind.ForbiddenAction => "Forbidden action",
        SignalKind.ActivityAfterStop => "Activity after a stop",
        SignalKind.Probing => "Probing",
        _ => WatchedSignals.Of(signal).Name,
    };

    /// <summary>What a rule counted or allows, e.g. <c>312 s</c>, <c>0.8 %</c>, <c>3</c>.</summary>
    public static string ValueOf(ConditionSeen seen, double value) => string.Create(
        CultureInfo.InvariantCulture, $"{value:#,0.##} {seen.Unit}").TrimEnd();

    /// <summary>
    /// A measured value in its signal's own unit, e.g. <c>12.4 %</c>, <c>2,310 ms</c>, <c>0.72</c>; a condition's unit
    /// comes with it.
    /// </summary>
    public static string ValueOf(SignalKind signal, double value) => WatchedSignals.Of(signal).Unit switch
    {
        SignalUnit.Share => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        SignalUnit.Milliseconds => string.Create(CultureInfo.InvariantCulture, $"{value:#,0} ms"),
        SignalUnit.Tokens => string.Create(CultureInfo.InvariantCulture, $"{value:#,0} tokens"),
        SignalUnit.Score or SignalUnit.Gap => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}"),
        _ => throw new UnreachableException($"No unit for {signal}."),
    };

    /// <summary>The unit of charts; a share is drawn in percent.</summary>
    public static string UnitOf(SignalKind signal) => WatchedSignals.Of(signal).Unit switch
    {
        SignalUnit.Share => "%",
        SignalUnit.Milliseconds => "ms",
        SignalUnit.Tokens => "tokens",
        _ => "",
    };

    /// <summary>A value as charts draw it, in <see cref="UnitOf"/>.</summary>
    public static double? DrawnOf(SignalKind signal, double? value) =>
        WatchedSignals.Of(signal).Unit is SignalUnit.Share ? value * 100 : value;

    /// <summary>What could have said it, e.g. <c>model calls</c>.</summary>
    public static string AmongOf(SignalKind signal) => WatchedSignals.Of(signal).Among switch
    {
        Among.ModelCalls => "model calls",
        Among.ToolCalls => "tool calls",
        Among.Evaluations => "evaluations",
        Among.Runs => "runs",
        Among.Ratings => "ratings",
        Among.Probes => "probes",
        Among.Decisions => "decisions",
        _ => throw new UnreachableException($"Nothing says {signal}."),
    };

    /// <summary>What a signal cannot see, so that its silence is not taken for more than it is.</summary>
    public static string BlindTo(SignalKind signal) => WatchedSignals.Of(signal).Blind;
}
