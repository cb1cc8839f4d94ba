using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Drift;

/// <summary>How a drift report is said.</summary>
internal static class DriftWords
{
    internal static string Of(DriftSide side) => string.Create(
        CultureInfo.InvariantCulture,
        $"{side.Version?.Value ?? "every version"}, {side.From.UtcDateTime:yyyy-MM-dd HH:mm} to "
        + $"{side.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    internal static string Of(DriftRead read)
    {
        var words = $"{Number(read.Left)} and {Number(read.Right)}, of {Number(read.Opened)} segments";
        if (read.Opened < read.Segments)
            words += $" evenly out of {Number(read.Segments)}";
        return read.Retired > 0 ? $"{words}, {Number(read.Retired)} of them retired" : words;
    }

    internal static string Of(DriftCategory category) => category switch
    {
        DriftCategory.Tool => "Tools called",
        DriftCategory.TaskClass => "Task classes",
        DriftCategory.PromptCluster => "Clusters of prompts",
        DriftCategory.Finish => "How calls end",
        DriftCategory.ErrorClass => "Errors",
        _ => throw new UnreachableException($"Unknown category {category}."),
    };

    /// <summary>What the whole comes to, with what it was looked for among.</summary>
    internal static string Verdict(DriftReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.StandingOut} of {report.Tested} tested differences stand out at a false discovery rate of "
        + $"{DriftReport.Level * 100:0} % over all {report.Tested}; {report.Rows.Count - report.Tested} have too few "
        + $"observations or no spread, and {report.NotMeasured.Count} could not be compared.");

    internal static string Value(SignalKind signal, DriftValue side) => Signed(signal, side.Value);

    /// <summary>With its sign; a difference of shares is said in percentage points.</summary>
    internal static string Difference(SignalKind signal, double value) =>
        (value > 0 ? "+" : "") + InPoints(Signed(signal, value));

    internal static string Interval(SignalKind signal, DriftEffect effect) => effect is { Low: { } low, High: { } high }
        ? $"{Difference(signal, low)} to {Difference(signal, high)}"
        : "interval not known";

    internal static string Distance(SignalKind signal, double value) => SignalText.ValueOf(signal, value);

    internal static string Probability(double? value) => value switch
    {
        null => "not tested",
        < 0.0001 => "< 0.0001",
        { } known => known.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>What an index exceeds once in a hundred times without a change.</summary>
    internal static string ByChance(double? limit) =>
        limit is { } known ? $"by chance < {Plain(known)}" : "nothing to tell apart";

    internal static string Plain(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    internal static string Share(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);

    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Signed(SignalKind signal, double value) =>
        (value < 0 ? "−" : "") + SignalText.ValueOf(signal, Math.Abs(value));

    private static string InPoints(string said) => said.EndsWith('%') ? said[..^1] + "pp" : said;
}
