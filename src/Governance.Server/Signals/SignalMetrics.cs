using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>What the detectors count of themselves.</summary>
internal sealed class SignalMetrics : IDisposable
{
    /// <summary>Bounds of the time from recording to judging, seconds.</summary>
    private static readonly double[] s_bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Meter _meter = new("Governance");
    private readonly Counter<long> _signals;
    private readonly Counter<long> _windows;
    private readonly Counter<long> _observations;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _comparing;

    public SignalMetrics()
    {
        _signals = _meter.CreateCounter<long>(
            "governance.signals",
            "{signal}",
            "Episodes begun since the start, by signal, severity and mode.");
        _windows = _meter.CreateCounter<long>(
            "governance.signals.windows_closed", "{window}", "Windows closed since the start, revisions included.");
        _observations = _meter.CreateCounter<long>(
            "governance.signals.observations", "{observation}", "Observations judged since the start.");
        _lag = _meter.CreateHistogram(
            "governance.signals.lag",
            "s",
            "From the recording of a segment to its judgement.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_bounds });
        _comparing = _meter.CreateHistogram(
            "governance.drift.duration",
            "s",
            "From the first segment of a drift report to its last number.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_bounds });
    }

    public void Raised(SignalKind signal, Severity severity, DetectorMode mode) => _signals.Add(
        1,
        new KeyValuePair<string, object?>("signal", SignalWords.Of(signal)),
        new KeyValuePair<string, object?>("severity", severity.Word()),
        new KeyValuePair<string, object?>("mode", mode is DetectorMode.Active ? "active" : "monitor"));

    public void Judged(int observations, long windows, TimeSpan lag)
    {
        _observations.Add(observations);
        _windows.Add(windows);
        _lag.Record(Math.Max(0, lag.TotalSeconds));
    }

    public void Compared(TimeSpan took) => _comparing.Record(took.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}

/// <summary>Signals in snake case, as metrics, addresses and fingerprints spell them.</summary>
internal static class SignalWords
{
    private static readonly Dictionary<string, SignalKind> s_kinds =
        Enum.GetValues<SignalKind>().ToDictionary(Of, StringComparer.Ordinal);

    internal static string Of(SignalKind signal) => signal switch
    {
        SignalKind.UnregisteredDeployment => "unregistered_deployment",
        SignalKind.UnannouncedVersion => "unannounced_version",
        SignalKind.UnannouncedDigest => "unannounced_digest",
        SignalKind.SenderSilent => "sender_silent",
        SignalKind.Incomplete => "incomplete",
        SignalKind.ExternalAlert => "external_alert",
        SignalKind.ForbiddenAction => "forbidden_action",
        SignalKind.ActivityAfterStop => "activity_after_stop",
        SignalKind.Probing => "probing",
        _ => WatchedSignals.Of(signal).Word,
    };

    /// <summary>The signal of that word; null where none has it.</summary>
    internal static SignalKind? KindOf(string word) =>
        s_kinds.TryGetValue(word, out var signal) ? signal : null;
}
