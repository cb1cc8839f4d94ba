using System.Globalization;
using System.Text;
using Governance.Server.Shell;

namespace Governance.Server.Signals.Drift;

/// <summary>A drift report as comma-separated text, what could not be compared included.</summary>
internal static class DriftFile
{
    internal static string Of(DriftReport report)
    {
        var text = new StringBuilder().Line(
            "signal", "dimension", "leftN", "left", "leftLow", "leftHigh", "rightN", "right", "rightLow", "rightHigh",
            "difference", "low", "high", "matchedDifference", "matchedLow", "matchedHigh", "matchedClasses", "p", "q",
            "standsOut", "psi", "psiByChance", "ks", "ksP", "wasserstein", "wassersteinByChance", "needs");
        foreach (var row in report.Rows)
            text.Line(Cells(row));
        foreach (var one in report.NotMeasured)
        {
            text.Line(
            [
                SignalWords.Of(one.Signal), one.Dimension, Number(one.Left), .. Enumerable.Repeat<string?>(null, 3),
                Number(one.Right), .. Enumerable.Repeat<string?>(null, 19), one.Needs,
            ]);
        }

        return text.ToString();
    }

    /// <summary>Names the deployment and the position, so that two files are never taken for one another.</summary>
    internal static string NameOf(DriftReport report)
    {
        var name = string.Concat(report.Question.Deployment.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"drift-{name}-at-{report.Question.UpTo}.csv");
    }

    private static IEnumerable<string?> Cells(DriftRow row) =>
    [
        SignalWords.Of(row.Signal),
        row.Dimension,
        .. Cells(row.Left),
        .. Cells(row.Right),
        .. Cells(row.Effect),
        .. Cells(row.Matched?.Effect),
        Number(row.Matched?.Classes),
        Number(row.PValue),
        Number(row.QValue),
        row.StandsOut ? "true" : "false",
        Number(row.Distance?.PopulationStability),
        Number(row.Distance?.PopulationStabilityByChance),
        Number(row.Distance?.KolmogorovSmirnov),
        Number(row.Distance?.KolmogorovSmirnovP),
        Number(row.Distance?.Wasserstein),
        Number(row.Distance?.WassersteinByChance),
        null,
    ];

    private static IEnumerable<string?> Cells(DriftValue side) =>
        [Number(side.N), Number(side.Value), Number(side.Low), Number(side.High)];

    private static IEnumerable<string?> Cells(DriftEffect? effect) =>
        [Number(effect?.Value), Number(effect?.Low), Number(effect?.High)];

    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
