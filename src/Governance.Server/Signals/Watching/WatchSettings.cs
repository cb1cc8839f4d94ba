using System.Security.Cryptography;
using System.Text.Json;
using Governance.Detection;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>How the detectors are set up.</summary>
/// <param name="Window">Length of a window of event time.</param>
/// <param name="Lateness">How long after a window's end its observations are waited for, in event time.</param>
/// <param name="Watch">False-alarm budget and minimum effects.</param>
internal sealed record WatchSettings(TimeSpan Window, TimeSpan Lateness, WatchOptions Watch)
{
    /// <summary>SHA-256 over everything that decides what is found; part of each signal.</summary>
    internal string Digest { get; } = DigestOf(Window, Lateness, Watch);

    /// <summary>
    /// Reads <c>Signals:WindowSeconds</c> (60), <c>Signals:LatenessSeconds</c> (5) and <c>Signals:FalseAlarmEvery</c>.
    /// </summary>
    internal static WatchSettings Read(IConfiguration configuration)
    {
        var window = configuration.GetValue("Signals:WindowSeconds", 60.0);
        var lateness = configuration.GetValue("Signals:LatenessSeconds", 5.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 0.1, "Signals:WindowSeconds");
        ArgumentOutOfRangeException.ThrowIfNegative(lateness, "Signals:LatenessSeconds");
        var options = new WatchOptions();
        options = options with
        {
            FalseAlarmEvery = configuration.GetValue("Signals:FalseAlarmEvery", options.FalseAlarmEvery),
        };
        return new WatchSettings(TimeSpan.FromSeconds(window), TimeSpan.FromSeconds(lateness), options.Checked());
    }

    private static string DigestOf(TimeSpan window, TimeSpan lateness, WatchOptions watch)
    {
        var measures = SignalKinds.Measured
            .ToDictionary(signal => signal.ToString(), WatchedSignals.MeasureOf);
        var everything = JsonSerializer.SerializeToUtf8Bytes(
            new { WatchedSignals.DetectorVersion, window, lateness, watch, measures });
        return "sha256:" + Convert.ToBase64String(SHA256.HashData(everything));
    }
}
