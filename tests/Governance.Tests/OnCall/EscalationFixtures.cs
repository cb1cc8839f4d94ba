using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;

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

    internal static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Every step of <see cref="TwoSteps"/> reaches whom it names, by its one way.</summary>
    internal static readonly Crew Everybody = CrewOf(TwoSteps);

    internal static readonly StartEscalation Start = new(Incident, 42, TwoSteps, Everybody);

    internal static Escalation Untouched => Escalation.Initial;

    internal static Escalation AtFirstStep => After(Untouched, Start.Decide);

    internal static Escalation AtLastStep => After(AtFirstStep, Climb(1, 1).Decide);

    internal static Escalation Exhausted => After(AtLastStep, Climb(2, 1).Decide);

    internal static Escalation Paused => After(AtFirstStep, new PauseEscalation(Officer).Decide);

    internal static Escalation Stopped => After(AtFirstStep, new StopEscalation("incident resolved").Decide);

    internal static string FirstKey => PageKey.Of(Incident, 1, "safety-officer", 1);

    internal static StartEscalation StartOf(Ladder ladder) => new(Incident, 42, ladder, CrewOf(ladder));

    internal static ClimbLadder Climb(int step, int round) => new(step, round, Everybody);

    internal static Crew CrewOf(Ladder ladder) => new(
        [.. ladder.Steps.Select(step =>
            new Reach([new Callee(step.Recipient, [new Way(step.Channel, null)])], false, null))],
        Now);

    internal static EscalationEvent.EscalationStepStarted Reached(int step, int round) =>
        new(step, round) { Callees = Everybody.Steps[step - 1].Callees };

    internal static Escalation After(Escalation from, Func<Escalation, Decision<EscalationEvent>> decide) =>
        decide(from).Events.Aggregate(from, Escalation.Evolve);

    internal static Decided<Escalation, EscalationEvent> When(
        Escalation from, Func<Escalation, Decision<EscalationEvent>> decide) =>
        A.Given<Escalation, EscalationEvent>(from, Escalation.Evolve).When(decide);
}
