using Governance.Domain.Signals;

namespace Governance.Server.Signals.Detectors;

/// <summary>Where detectors are found, for other slices' pages.</summary>
public static class DetectorLinks
{
    /// <summary>All of them.</summary>
    public const string Detectors = "/detectors";

    /// <summary>One detector: there is one for each kind of signal.</summary>
    public static string PageOf(SignalKind signal) => $"{Detectors}/{SignalWords.Of(signal)}";

    /// <summary>The detector of a word, as <see cref="PageOf"/> spells it; null when there is none.</summary>
    internal static SignalKind? Find(string word) => Enum.GetValues<SignalKind>()
        .Where(signal => SignalWords.Of(signal) == word)
        .Select(signal => (SignalKind?)signal)
        .FirstOrDefault();
}
