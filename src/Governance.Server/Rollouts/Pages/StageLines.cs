using System.Globalization;
using Governance.Domain.Rollouts;

namespace Governance.Server.Rollouts.Pages;

/// <summary>Stages as people type them: <c>10 3600 2000</c> is 10 %, an hour, 2,000 observations.</summary>
internal static class StageLines
{
    internal static string Default => string.Join('\n', PlanRolloutEndpoint.DefaultStages.Select(
        stage => string.Create(
            CultureInfo.InvariantCulture, $"{stage.Percent} {stage.SoakSeconds} {stage.MinObservations}")));

    /// <summary>The stages; null when a line is none. Whether they make a plan is the rule's business.</summary>
    internal static IReadOnlyList<Stage>? Parse(string? text)
    {
        var stages = new List<Stage>();
        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var line in (text ?? "").Split('\n', Tidy))
        {
            var parts = line.Split([' ', ',', '\t'], Tidy);
            if (parts.Length != 3
                || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var soak)
                || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            {
                return null;
            }

            stages.Add(new Stage(percent, soak, least));
        }

        return stages;
    }
}
