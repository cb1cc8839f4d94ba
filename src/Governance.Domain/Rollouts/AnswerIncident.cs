using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>
/// The rule that guards every stage: what an open incident does to the rollout of the version it is about.
/// </summary>
/// <param name="Incident">The incident.</param>
/// <param name="Severity">Its severity now.</param>
/// <param name="Version">The version it is about; null when it names none.</param>
/// <param name="By">The rule's name in the log.</param>
public sealed record AnswerIncident(IncidentId Incident, Severity Severity, ModelVersion? Version, Actor By)
{
    /// <summary>
    /// After a completion the rule still returns by itself for a week; later the version that came before may be gone,
    /// and a person decides.
    /// </summary>
    public static readonly TimeSpan AfterCompletion = TimeSpan.FromDays(7);

    /// <summary>
    /// Critical or high on the candidate: hold and roll back. Medium on the candidate, or medium and worse with no
    /// version named: hold, because nobody knows which arm it is. Everything else changes nothing.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        var concerned = rollout.Plan is { } plan && (Version is null || Version == plan.Candidate);
        var tooLate = rollout.CompletedAt + AfterCompletion < now;
        if (!concerned || !rollout.CanRollBack || tooLate || Severity > Severity.Sev3)
        {
            return Decision.Nothing<RolloutEvent>();
        }

        var held = rollout.Status is RolloutStatus.Completed
            ? []
            : new HoldStage(HoldCause.Incident, Incident.Value, By).Decide(rollout, now).Events;
        if (Version is null || Severity > Severity.Sev2)
        {
            return Decision.Append<RolloutEvent>([.. held]);
        }

        var reason = $"{Severity.Word()} incident on {Version}";
        var back = new OrderRollback(RollbackCause.Incident, By, Incident, reason).Decide(rollout, deployment, now);
        return Decision.Append<RolloutEvent>([.. held, .. back.Events]);
    }
}
