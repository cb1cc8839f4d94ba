using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

/// <summary>Histories in which anybody does anything in any order.</summary>
internal static class RandomHistory
{
    private static readonly PersonId[] s_people = [Planner, Author, Second, new("third")];

    /// <summary>One step of a random history; what a number means is decided by <see cref="Command"/>.</summary>
    internal sealed record Step(int Act, int Person, int Seconds, int Seen, bool Restricted);

    internal static readonly Gen<Step[]> Any =
        (from act in Gen.Frequency((30, Gen.Choose(0, 8)), (1, Gen.Choose(9, 10)))
         from person in Gen.Choose(0, s_people.Length - 1)
         from seconds in Gen.Choose(0, 120)
         from seen in Gen.Choose(-1, 200)
         from restricted in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         select new Step(act, person, seconds, seen, restricted)).ArrayOf();

    internal static (Rollout Rollout, List<RolloutEvent> Facts, DateTimeOffset Now) Play(Step[] history)
    {
        var rollout = Rollout.Initial;
        var facts = new List<RolloutEvent>();
        var now = Noon;
        foreach (var step in history)
        {
            now = now.AddSeconds(step.Seconds);
            var decided = Command(step, rollout, now)(rollout).Events;
            facts.AddRange(decided);
            rollout = decided.Aggregate(rollout, Rollout.Evolve);
        }

        return (rollout, facts, now);
    }

    internal static Func<Rollout, Decision<RolloutEvent>> Command(Step step, Rollout before, DateTimeOffset now)
    {
        var person = s_people[step.Person];
        var by = Actor.Person(person);
        var fleet = step.Restricted ? Deployed(IncidentOnCandidate) : DeploymentOf(before);
        var seen = step.Seen < 0 ? null : Seen(step.Seen);
        var from = before.StageIndex;
        return step.Act switch
        {
            0 => r => new PlanRollout(Id, Plan((AdvanceMode)(step.Seconds % 2)), Digest, Planner).Decide(r, fleet, now),
            1 => r => new ApproveRollout(person, Digest, "read").Decide(r, fleet, now),
            2 or 3 or 4 => r => new AdvanceStage(from, by, seen).Decide(r, fleet, now),
            5 => r => new HoldStage((HoldCause)(step.Seconds % 4), "why", by).Decide(r, now),
            6 => r => new ReleaseHold(person, "looked").Decide(r, fleet, now),
            7 => r => new AnswerIncident(new IncidentId("i"), (Severity)(1 + (step.Seconds % 5)), V2, by)
                .Decide(r, fleet, now),
            8 => r => new RecordRollbackEffect(step.Restricted, default, "g1", now, null, null).Decide(r, now),
            9 => r => new DeclineRollout(person, "no").Decide(r, now),
            _ => r => new OrderRollback(RollbackCause.Manual, by, null, "back").Decide(r, fleet, now),
        };
    }

    internal static Deployment DeploymentOf(Rollout rollout) => rollout.Status is RolloutStatus.Completed
        ? Deployed(new DeploymentEvent.StableVersionSet(V2, Officer))
        : Deployed();
}
