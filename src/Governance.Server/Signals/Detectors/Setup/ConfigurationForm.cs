using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Detectors.Setup;

/// <summary>A configuration as a form gives it: every number under its own name, what is left empty stays.</summary>
internal static class ConfigurationForm
{
    /// <summary>The configuration in words of change, or what cannot be read of it.</summary>
    internal static (ConfigurationBody? Body, string? Problem) Read(IFormCollection form)
    {
        foreach (var limit in ConfigurationLimit.All)
        {
            if (form[limit.Name].ToString().Trim() is { Length: > 0 } text && Number(text) is null)
                return (null, $"{SetupWords.Of(limit.Name)}: {text} is no number.");
        }

        return (new ConfigurationBody(
            Enum.TryParse<Severity>(form[nameof(Severity)], out var severity) ? severity : null,
            bool.TryParse(form[nameof(DetectorConfiguration.FallsCount)], out var falls) ? falls : null,
            (int?)Of(nameof(DetectorConfiguration.MinimumSample)),
            (int?)Of(nameof(DetectorConfiguration.MinimumReference)),
            Of(nameof(DetectorConfiguration.AnchorDays)),
            Of(nameof(DetectorConfiguration.MinimumRatio)),
            Of(nameof(DetectorConfiguration.MinimumDifference)),
            Of(nameof(DetectorConfiguration.MaximumDifference)),
            Of(nameof(DetectorConfiguration.MinimumOddsRatio)),
            Of(nameof(DetectorConfiguration.RelativeMargin)),
            Of(nameof(DetectorConfiguration.AbsoluteMargin)),
            (int?)Of(nameof(DetectorConfiguration.CalmSteps)),
            form["reason"]), null);

        double? Of(string name) => Number(form[name].ToString().Trim());
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;
}
