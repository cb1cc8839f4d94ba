using Governance.Domain.Rollouts;
using Governance.Server.Shell.Components;

namespace Governance.Server.Rollouts.Pages;

/// <summary>Where each stage of a plan stands, for the stage bar.</summary>
internal static class StageShapes
{
    internal static IReadOnlyList<StageBar.Stage> Of(Rollout rollout) =>
        [.. rollout.Plan?.Stages.Select((stage, i) => Of(rollout, stage, i)) ?? []];

    private static StageBar.Stage Of(Rollout rollout, Stage stage, int index)
    {
        var (state, word) = rollout switch
        {
            { Status: RolloutStatus.Completed } => (StageBar.StageState.Done, "Done"),
            { RolledBackAt: not null } when index == rollout.StageIndex => (StageBar.StageState.Failed, "Rolled back"),
            _ when index < rollout.StageIndex => (StageBar.StageState.Done, "Done"),
            { Status: RolloutStatus.Held } when index == rollout.StageIndex => (StageBar.StageState.Held, "Held"),
            _ when index == rollout.StageIndex => (StageBar.StageState.Current, "Soaking"),
            _ => (StageBar.StageState.Ahead, Soak(stage)),
        };
        return new StageBar.Stage((decimal)stage.Percent, state, word);
    }

    private static string Soak(Stage stage) => stage.SoakSeconds == 0
        ? $"needs {stage.MinObservations:#,0}"
        : $"{Shell.Moment.Length(TimeSpan.FromSeconds(stage.SoakSeconds))}, needs {stage.MinObservations:#,0}";
}
