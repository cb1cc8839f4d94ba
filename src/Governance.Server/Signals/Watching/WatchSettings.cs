using Governance.Detection;

namespace Governance.Server.Signals.Watching;

/// <summary>How the detectors are set up.</summary>
/// <param name="Window">Length of a window of event time.</param>
/// <param name="Lateness">How long after a window's end its observations are waited for, in event time.</param>
/// <param name="Watch">Minimum effects, and how references are made.</param>
internal sealed record WatchSettings(TimeSpan Window, TimeSpan Lateness, WatchOptions Watch)
{
    /// <summary>
    /// False incidents a week of one deployment that no division of the fleet's budget speaks of: one fortieth of one.
    /// </summary>
    internal const double SoleBudget = 1.0 / 40;

    /// <summary>
    /// Reads <c>Signals:WindowSeconds</c> (60) and <c>Signals:LatenessSeconds</c> (5).
    /// </summary>
    internal static WatchSettings Read(IConfiguration configuration)
    {
        var window = configuration.GetValue("Signals:WindowSeconds", 60.0);
        var lateness = configuration.GetValue("Signals:LatenessSeconds", 5.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 0.1, "Signals:WindowSeconds");
        ArgumentOutOfRangeException.ThrowIfNegative(lateness, "Signals:LatenessSeconds");
        return new WatchSettings(TimeSpan.FromSeconds(window), TimeSpan.FromSeconds(lateness), new WatchOptions());
    }
}
