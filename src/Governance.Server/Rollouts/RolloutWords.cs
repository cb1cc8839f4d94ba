using System.Diagnostics;
using Governance.Domain.Rollouts;
using Governance.Server.Shell;

namespace Governance.Server.Rollouts;

/// <summary>How a rollout's state is said.</summary>
internal static class RolloutWords
{
    internal static string Of(Rollout rollout) => rollout.Status switch
    {
        RolloutStatus.None => "Unknown",
        RolloutStatus.Planned => "Waits for a second person",
        RolloutStatus.Approved => "Approved, not begun",
        RolloutStatus.Running => "Running",
        RolloutStatus.Held => $"Held: {Of(rollout.Hold!.Cause)}",
        RolloutStatus.Completed => "Completed",
        RolloutStatus.RollingBack => rollout.EffectOverdue ? "Rollback not seen to take effect" : "Rolling back",
        RolloutStatus.RolledBack => "Rolled back",
        RolloutStatus.Aborted => rollout.IsWithdrawn ? "Withdrawn" : "Declined",
        _ => throw new UnreachableException($"Unknown status {rollout.Status}."),
    };

    internal static string Of(HoldCause cause) => cause switch
    {
        HoldCause.Incident => "incident",
        HoldCause.NoData => "evidence missing",
        HoldCause.Restricted => "deployment restricted",
        HoldCause.Manual => "by hand",
        _ => throw new UnreachableException($"Unknown cause {cause}."),
    };

    /// <summary>The tone of a state; a shape and the word stand beside it.</summary>
    internal static Tone ToneOf(Rollout rollout) => rollout.Status switch
    {
        RolloutStatus.Planned => Tone.Medium,
        RolloutStatus.Approved or RolloutStatus.Running => Tone.Low,
        RolloutStatus.Held => Tone.Medium,
        RolloutStatus.Completed => Tone.Ok,
        RolloutStatus.RollingBack => rollout.EffectOverdue ? Tone.Critical : Tone.High,
        _ => Tone.Info,
    };

    /// <summary>The label of a metric.</summary>
    internal static string Metric(RolloutStatus status) => status switch
    {
        RolloutStatus.RollingBack => "rolling_back",
        RolloutStatus.RolledBack => "rolled_back",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>A share as people read it: <c>1 %</c>, <c>0.5 %</c>.</summary>
    internal static string Percent(double percent) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{percent:0.###} %");
}
