using System.Diagnostics;
using System.Globalization;
using Governance.Domain.Signals.Registry;
using Governance.Server.Shell;

namespace Governance.Server.Signals.Detectors.Setup;

/// <summary>How a detector's configuration and its history are said.</summary>
internal static class SetupWords
{
    /// <summary>Digits of a digest that tell two configurations of one page apart.</summary>
    private const int DigestShown = 19;

    /// <summary>A number of the configuration, by its name.</summary>
    internal static string Of(string name) => name switch
    {
        nameof(DetectorConfiguration.MinimumSample) => "Observations that a step takes",
        nameof(DetectorConfiguration.MinimumReference) => "Observations before anything is judged",
        nameof(DetectorConfiguration.AnchorDays) => "Days until a rolling baseline stays",
        nameof(DetectorConfiguration.MinimumRatio) => "A rate must change by this share of itself",
        nameof(DetectorConfiguration.MinimumDifference) => "… but by no less than",
        nameof(DetectorConfiguration.MaximumDifference) => "… and by this much it always matters",
        nameof(DetectorConfiguration.MinimumOddsRatio) => "Odds ratio side by side",
        nameof(DetectorConfiguration.RelativeMargin) => "A quantile must move by this share of itself",
        nameof(DetectorConfiguration.AbsoluteMargin) => "… and by this much in its own unit",
        nameof(DetectorConfiguration.CalmSteps) => "Steps without evidence that end an episode",
        _ => throw new UnreachableException($"Unknown number {name}."),
    };

    internal static string Of(DetectorMode mode) => mode switch
    {
        DetectorMode.Off => "off: nothing is judged",
        DetectorMode.Monitor => "monitor: findings are recorded and open nothing",
        DetectorMode.Active => "active: findings open incidents",
        _ => throw new UnreachableException($"Unknown mode {mode}."),
    };

    internal static Tone ToneOf(DetectorMode mode) => mode switch
    {
        DetectorMode.Off => Tone.Medium,
        DetectorMode.Monitor => Tone.Low,
        _ => Tone.Ok,
    };

    internal static string Of(DetectorSetup setup) => setup.Version == 1
        ? "1, as it was shipped"
        : setup.Version.ToString(CultureInfo.InvariantCulture);

    internal static string Short(string digest) => digest.Length > DigestShown ? digest[..DigestShown] + "…" : digest;

    internal static string Number(double? value) =>
        value is { } known ? known.ToString("0.######", CultureInfo.InvariantCulture) : "";

    /// <summary>What happened to a detector, who did it and why.</summary>
    internal static (string What, string? By, string? Detail) Of(DetectorEvent fact) => fact switch
    {
        DetectorEvent.Configured e => ($"Configuration {e.Version} goes on trial", e.By.Id, e.Reason),
        DetectorEvent.TrialWithdrawn e => ($"The trial of configuration {e.Version} is withdrawn", e.By.Id, e.Reason),
        DetectorEvent.ModeSet e => ($"Configuration {e.Version} is {e.Mode.Word()}", e.By.Id, e.Reason),
        DetectorEvent.BackTestNoted e => (
            "Tried on the past",
            null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Positions {e.BackTest.From} to {e.BackTest.Through}: {e.BackTest.Signals} episodes, "
                + $"{e.BackTest.Incidents} incidents.")),
        DetectorEvent.BaselineFrozen e => (
            $"Baseline {e.Number} of {e.ModelVersion} is frozen at positions {e.From} to {e.Through}",
            e.By.Id,
            e.Reason),
        DetectorEvent.BaselineRenewed e => ($"Baseline {e.Number} of {e.ModelVersion} gathers anew", e.By.Id, e.Reason),
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
