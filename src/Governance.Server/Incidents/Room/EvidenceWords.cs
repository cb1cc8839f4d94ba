using System.Globalization;
using Governance.Domain.Signals;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Room;

/// <summary>An alarm's arithmetic as people read it: what was measured, and on which side of what it alarms.</summary>
internal static class EvidenceWords
{
    /// <summary>The one statistic that alarms when it is small; every other alarms when it is large.</summary>
    private const string SmallAlarms = "p-value";

    /// <summary>The side on which it alarms: <c>below</c> or <c>above</c>.</summary>
    internal static string SideOf(SignalEvidence evidence) => IsPValue(evidence) ? "below" : "above";

    /// <summary>True when the statistic is the p-value itself, so that it need not be said twice.</summary>
    internal static bool IsPValue(SignalEvidence evidence) => evidence.StatisticName == SmallAlarms;

    /// <summary><c>p-value 0.0001599 below 0.0001667; n = 22</c>.</summary>
    /// <remarks>A condition says what was seen and what is allowed: <c>312 s of silence; 120 s allowed</c>.</remarks>
    internal static string Of(SignalEvidence evidence) => evidence.Condition is { } seen
        ? $"{seen.Sentence} {seen.Measure}: {SignalText.ValueOf(seen, seen.Observed)}, "
            + $"allowed {SignalText.ValueOf(seen, seen.Limit)}"
        : string.Create(
        CultureInfo.InvariantCulture,
        $"{evidence.StatisticName} {Number(evidence.Statistic)} {SideOf(evidence)} {Number(evidence.Threshold)}; "
        + $"n = {evidence.Current.N:#,0}");

    /// <summary><c>0.24 of 310 was 0.31 of 250</c>: what late observations made of an alarm's value.</summary>
    internal static string OfRevision(SignalGroupEvent.SignalRevised revised) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number(revised.Now.Value)} of {revised.Now.N:#,0} was {Number(revised.Was.Value)} of {revised.Was.N:#,0}");

    /// <summary>A measure's name at the beginning of a line.</summary>
    internal static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>
    /// Four significant digits, so that what is just beyond a threshold never reads as equal to it:
    /// <c>0.0001599</c>, <c>9.21</c>, <c>1,204</c>, <c>3.1e-12</c>.
    /// </summary>
    internal static string Number(double value) => value.ToString(
        Math.Abs(value) switch
        {
            0 => "0",
            < 1e-4 => "0.###e-0",
            < 1_000 => "G4",
            _ => "#,0",
        },
        CultureInfo.InvariantCulture);
}
