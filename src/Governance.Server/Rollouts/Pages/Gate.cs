using System.Globalization;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Shell;

namespace Governance.Server.Rollouts.Pages;

/// <summary>One condition of the next step: what is measured, what is asked, and whether it is met.</summary>
/// <param name="Met">Null: not measured, which never counts as met.</param>
public sealed record Gate(string Name, string Value, string Limit, bool? Met);

/// <summary>The conditions of the stage that runs, as the rule judges them.</summary>
internal static class Gates
{
    internal static IReadOnlyList<Gate> Of(
        Rollout rollout, Deployment deployment, StageEvidence evidence, DateTimeOffset now)
    {
        if (rollout is not
            { Plan: { } plan, Stage: { } stage, Status: RolloutStatus.Running or RolloutStatus.Held })
        {
            return [];
        }

        var soaked = TimeSpan.FromTicks(Math.Max(0, (now - rollout.SoakSince).Ticks));
        var against = deployment.Against(plan.Candidate);
        return
        [
            new Gate(
                "Time in stage",
                Moment.Length(soaked),
                stage.SoakSeconds == 0
                    ? "no minimum"
                    : $"at least {Moment.Length(TimeSpan.FromSeconds(stage.SoakSeconds))}",
                now >= rollout.SoakEnds),
            new Gate(
                $"Observations of {plan.Candidate}",
                Count(evidence.CandidateObservations),
                $"at least {Count(stage.MinObservations)}",
                evidence.CandidateObservations is null ? null : evidence.Suffices(stage)),
            new Gate(
                "Open incidents and halts",
                against is null ? "none" : against.Cause.ToString().ToLowerInvariant(),
                "none on the candidate",
                against is null),
            new Gate(
                "Holds", rollout.Hold is { } hold ? RolloutWords.Of(hold.Cause) : "none", "none", rollout.Hold is null),
        ];
    }

    private static string Count(long? count) =>
        count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "not measured";
}
