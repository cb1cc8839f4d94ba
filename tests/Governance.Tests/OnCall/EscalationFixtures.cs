using Governance.Domain;
using Governance.Domain.OnCall;

namespace Governance.Tests.OnCall;

/// <summary>Escalations named after where they stand, of an incident with a ladder of two steps.</summary>
internal static class EscalationFixtures
{
    internal static readonly IncidentId Incident = new("7f3a");
    internal static readonly Actor Officer = Actor.Person(new PersonId("officer"));

    internal static readonly Ladder TwoSteps = new(
        "sha256:policy",
        [new LadderStep("safety-officer", "webhook", 300), new LadderStep("duty manager", "webhook", 600)],
        Rounds: 1);

    internal static readonly Ladder NoSteps = new("sha256:empty", [], Rounds: 1);

    internal static readonly StartEscalation Start = new(Incident, 42, TwoSteps);

    internal static Escalation Untouched => Escalation.Initial;

    internal static Escalation AtFirstStep => After(Untouched, Start.Decide);

    internal static Escalation AtLastStep => After(AtFirstStep, new ClimbLadder(1, 1).Decide);

    internal static Escalation Exhausted => After(AtLastStep, new ClimbLadder(2, 1).Decide);

    internal static Escalation Paused => After(AtFirstStep, new PauseEscalation(Officer).Decide);

    internal static Escalation Stopped => After(AtFirstStep, new StopEscalation("incident resolved").Decide);

    internal static string FirstKey => PageKey.Of(Incident, 1, "safety-officer", 1);

    internal static Escalation After(Escalation from, Func<Escalation, Decision<EscalationEvent>> decide) =>
        decide(from).Events.Aggregate(from, Escalation.Evolve);

    internal static Decided<Escalation, EscalationEvent> When(
        Escalation from, Func<Escalation, Decision<EscalationEvent>> decide) =>
        A.Given<Escalation, EscalationEvent>(from, Escalation.Evolve).When(decide);
}
