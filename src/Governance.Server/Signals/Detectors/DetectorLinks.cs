using Governance.Domain.Signals;

namespace Governance.Server.Signals.Detectors;

/// <summary>Where detectors are found, for other slices' pages.</summary>
public static class DetectorLinks
{
    /// <summary>All of them.</summary>
    public const string Detectors = "/detectors";

    /// <summary>One detector: there is one for each kind of signal.</summary>
    public static string PageOf(SignalKind signal) => $"{Detectors}/{SignalWords.Of(signal)}";

    /// <summary>The same, showing one deployment.</summary>
    public static string PageOf(SignalKind signal, string deploymentName) =>
        new ChartChoice(deploymentName, null, null).UrlOf(signal);
}
