using System.Security.Cryptography;
using System.Text.Json;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Registry;

/// <summary>One configuration of one detector, ready to judge by.</summary>
/// <param name="Signal">What it finds.</param>
/// <param name="Version">Its number within the detector.</param>
/// <param name="Configuration">Null for a rule.</param>
/// <param name="Digest">SHA-256 over everything that decides what it finds.</param>
/// <param name="Mode">What becomes of what it finds; never off.</param>
/// <param name="IsTrial">Whether it is judged beside the one that stands.</param>
internal sealed record DetectorSetting(
    SignalKind Signal,
    int Version,
    DetectorConfiguration? Configuration,
    string Digest,
    DetectorMode Mode,
    bool IsTrial)
{
    /// <summary>Ends the detector's name where it is on trial: its findings are groups of their own.</summary>
    private const string OnTrial = " on trial";

    /// <summary>The detector's name in a group's identity.</summary>
    internal string NameOf(string detector) => IsTrial ? detector + OnTrial : detector;

    /// <summary>What a finding suggests; of a rule, the finding itself says so.</summary>
    internal Severity SeverityOr(Severity hint) => Configuration?.Severity ?? hint;

    /// <summary>How a stream is read.</summary>
    internal Measure MeasureOf(StreamKey key)
    {
        var shipped = WatchedSignals.MeasureOf(key);
        return Configuration is { FallsCount: not null } configuration
            ? configuration.Read(shipped, isOnOwnScale: shipped.Kind != WatchedSignals.MeasureOf(key.Signal).Kind)
            : shipped;
    }

    /// <summary>The options of a watch.</summary>
    internal WatchOptions OptionsOf(WatchSettings settings) =>
        Configuration is { } configuration ? configuration.Read(settings.Watch) : settings.Watch;

    /// <summary>
    /// SHA-256 over code version, windows, how the signal is read, and the configuration: another digest may find
    /// something else, the same one never does.
    /// </summary>
    internal static string DigestOf(
        SignalKind signal, DetectorConfiguration? configuration, WatchSettings settings)
    {
        var byRule = signal.IsFoundByRule();
        var everything = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                signal = SignalWords.Of(signal),
                code = byRule ? ConditionSeen.RuleVersion : WatchedSignals.DetectorVersion,
                settings.Window,
                settings.Lateness,
                settings.Watch,
                measure = byRule ? null : WatchedSignals.MeasureOf(signal),
                configuration,
            });
        return "sha256:" + Convert.ToBase64String(SHA256.HashData(everything));
    }
}
