using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>The acknowledgement no longer holds, or the incident is not over after all.</summary>
public sealed record ResumeEscalation(string Reason, Crew Crew)
{
    /// <summary>
    /// Paging begins again at the first step, in a new round, so that its pages are new pages. A ladder without steps
    /// that is exhausted, or was stopped, has nobody to page anew.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        var pageable = escalation.Status is EscalationStatus.Paused
            || (escalation.Status is EscalationStatus.Exhausted or EscalationStatus.Stopped
                && escalation.Pinned!.Steps.Count > 0);
        return pageable
            ? escalation.Resumed(Reason, Crew, step: 1, escalation.Round + 1)
            : Decision.Nothing<EscalationEvent>();
    }
}

/// <summary>Whoever acknowledged has let the time pass in which they had to show progress.</summary>
public sealed record ContinueEscalation(string Reason, Crew Crew)
{
    /// <summary>
    /// The ladder goes on where it stood, with the next step: whoever was paged before has had their turn. After its
    /// end it begins anew.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation) => escalation.Status is EscalationStatus.Paused
        ? escalation.Resumed(Reason, Crew, escalation.Step + 1, escalation.Round)
        : Decision.Nothing<EscalationEvent>();
}

/// <summary>Somebody wants a running escalation to follow the ladder as it is now.</summary>
public sealed record MoveToLadder(Ladder Ladder, Actor By, Crew Crew)
{
    /// <summary>
    /// The ladder is pinned anew and, unless somebody has acknowledged, climbed from its first step in a new round.
    /// What is over or pinned already stays as it is.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (escalation.Status is EscalationStatus.NotStarted or EscalationStatus.Stopped)
            return new NoRunningEscalation();
        if (escalation.Pinned!.PolicyDigest == Ladder.Digest)
            return Decision.Nothing<EscalationEvent>();
        var moved = new EscalationEvent.EscalationMovedToPolicyVersion(
            Ladder.Policy, Ladder.Version, Ladder.Digest, Ladder.Steps, Ladder.Rounds, By);
        if (escalation.Status is EscalationStatus.Paused)
            return Decision.Append<EscalationEvent>(moved);
        var after = Escalation.Evolve(escalation, moved);
        return Decision.Append<EscalationEvent>(
            [moved, .. new Rung(after.Pinned!, Crew, after.LastRound).Take(1, after.Round + 1)]);
    }
}

/// <summary>Where a ladder goes on.</summary>
internal static class Resuming
{
    /// <summary>It goes on at a step, and has all its rounds again.</summary>
    public static Decision<EscalationEvent> Resumed(
        this Escalation escalation, string reason, Crew crew, int step, int round)
    {
        var resumed = new EscalationEvent.EscalationResumed(reason);
        var after = Escalation.Evolve(escalation, resumed);
        return Decision.Append<EscalationEvent>(
            [resumed, .. new Rung(after.Pinned!, crew, after.LastRound).Take(step, round)]);
    }
}
