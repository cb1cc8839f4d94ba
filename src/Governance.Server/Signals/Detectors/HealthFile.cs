using System.Globalization;
using System.Text;
using Governance.Server.Shell;

namespace Governance.Server.Signals.Detectors;

/// <summary>The list of detectors as comma-separated text.</summary>
internal static class HealthFile
{
    internal static string Of(IEnumerable<DetectorHealth> detectors)
    {
        var text = new StringBuilder().Line(
            "detector", "name", "watches", "label", "condition", "state", "deployments", "measured", "watching",
            "precision", "episodes", "true", "expected", "false", "unknown", "episodesInAWeek", "falseInAWeek",
            "unjudgedInAWeek", "mayBeFalseAWeek", "lastEpisodeAt", "needs", "cannotSee", "alarm",
            "mode", "configuration", "trial");
        foreach (var one in detectors)
            text.Line(Cells(one));
        return text.ToString();
    }

    private static IEnumerable<string?> Cells(DetectorHealth one) =>
    [
        one.Word,
        one.Name,
        one.Watches,
        one.Label.Word(),
        one.Condition,
        one.Voice.Word(),
        Number(one.Deployments.Count),
        Number(one.Measured),
        Number(one.Watching),
        one.PrecisionOfAll is { } share ? Number(share) : null,
        Number(one.Precision.Sum(version => version.Episodes)),
        Number(one.Precision.Sum(version => version.True)),
        Number(one.Precision.Sum(version => version.Expected)),
        Number(one.Precision.Sum(version => version.False)),
        Number(one.Precision.Sum(version => version.Unknown)),
        Number(one.EpisodesInAWeek),
        Number(one.FalseInAWeek),
        Number(one.UnjudgedInAWeek),
        Number(one.FalseIncidentsPerWeek),
        one.LastEpisodeAt is { } last ? Moment.Iso(last) : null,
        one.Needs,
        one.CannotSee,
        one.Alarm,
        one.Mode.Word(),
        Number(one.Configuration),
        one.Trial is { } trial ? Number(trial) : null,
    ];

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
