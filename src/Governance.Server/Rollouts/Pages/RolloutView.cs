using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Oversight;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts.Pages;

/// <summary>Everything that the page of one rollout shows.</summary>
public sealed record RolloutView(
    RolloutId Id,
    Rollout State,
    Deployment Deployment,
    StageEvidence Evidence,
    IReadOnlyList<Gate> Gates,
    Offers Offers,
    FourEyesView FourEyes,
    EffectView? Effect,
    TrafficView Traffic,
    IReadOnlyList<HistoryItem> History)
{
    /// <summary>The plan; the page exists only for a rollout that has one.</summary>
    public RolloutPlan Plan => State.Plan!;

    /// <summary>The page of the halt that stands on the deployment; null when none does.</summary>
    public string? Halt => Deployment.Restrictions.Any(restriction => restriction.Cause is RestrictionCause.Halt)
        ? OversightStreams.PageOf(Plan.DeploymentName)
        : null;

    /// <summary>The candidate's share of people in percent.</summary>
    public double Share => State.Status is RolloutStatus.Completed ? 100 : State.Weight;
}

/// <summary>Why each act is off for this person now, as the rule itself says it; null when it can be done.</summary>
public sealed record Offers(
    string? Approve, string? Decline, string? Advance, string? Hold, string? Release, string? RollBack);

/// <summary>Who has looked at the plan: the first pair of eyes planned it, the second approves it.</summary>
/// <param name="Planner">Name of the planner.</param>
/// <param name="Approver">Name of the approver; null while nobody has approved.</param>
/// <param name="Sentence">What this means for the reader.</param>
public sealed record FourEyesView(string Planner, string? Approver, string Sentence);

/// <summary>What became of a rollback.</summary>
/// <param name="Observed">True seen, false missed, null awaited.</param>
/// <param name="Title">The verdict in a few words.</param>
/// <param name="Detail">What it rests on.</param>
/// <param name="Elapsed">Time to effect; null while not observed.</param>
/// <param name="StableBefore">Stable share before the order, 0..1; null not measured.</param>
/// <param name="StableAfter">Stable share after it.</param>
public sealed record EffectView(
    bool? Observed, string Title, string Detail, TimeSpan? Elapsed, double? StableBefore, double? StableAfter);

/// <summary>Shares of both arms over time, and the moments to mark.</summary>
public sealed record TrafficView(
    IReadOnlyList<TrafficStep> Steps, IReadOnlyList<(DateTimeOffset At, string Label)> Marks);

/// <summary>One fact of the rollout's history.</summary>
/// <param name="Incident">What caused it; null when no incident did.</param>
public sealed record HistoryItem(
    long Position, DateTimeOffset At, string What, string? By, string? Detail, Shell.Tone Tone, IncidentId? Incident);
