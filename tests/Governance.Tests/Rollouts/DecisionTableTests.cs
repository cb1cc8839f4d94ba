using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts.Decisions;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

public sealed class DecisionTableTests
{
    private const string Name = "support-assistant";

    private readonly DecisionTable _table = new();
    private long _position;
    private bool _dead;

    [Fact]
    public void A_deployment_nobody_ever_heard_of_has_no_answer() => Ask("u").ShouldBeNull();

    [Fact]
    public void A_deployment_without_a_stable_version_has_no_answer()
    {
        Tell("deployment-d1", new DeploymentEvent.Observed(Name, "production", null));
        Ask("u").ShouldBeNull();
    }

    [Fact]
    public void Without_a_rollout_everybody_gets_the_stable_version()
    {
        Registered();
        Ask("u").ShouldBe(new Answer("v1", "stable", "STATIC", null, null, null, null, 2));
    }

    [Fact]
    public void An_approved_rollout_serves_nobody_yet()
    {
        Registered();
        Tell("rollout-r1", new RolloutEvent.RolloutPlanned(Plan(), Digest, Planner, Author, Noon));
        Tell("rollout-r1", new RolloutEvent.ApprovalGiven(Second, Digest, "read", Noon));
        Everybody().ShouldBe(["v1"]);
    }

    [Fact]
    public void The_arms_follow_the_sticky_bucket()
    {
        AtPercent(10);
        foreach (var user in Users())
        {
            var expected = StickyBucket.IsCandidate("salt", user, 10) ? "v2" : "v1";
            var answer = Ask(user).ShouldNotBeNull();
            (answer.Value, answer.Reason, answer.Rollout, answer.Weight).ShouldBe((expected, "SPLIT", "r1", 10.0));
        }
    }

    [Fact]
    public void A_rollback_takes_the_candidate_from_everybody_at_once()
    {
        AtPercent(100);
        Everybody().ShouldBe(["v2"]);
        Tell("rollout-r1", new RolloutEvent.RollbackOrdered(RollbackCause.Manual, Officer, null, "worse", Noon));
        Everybody().ShouldBe(["v1"]);
    }

    [Fact]
    public void A_completed_candidate_is_what_everybody_gets_and_can_be_taken_back()
    {
        AtPercent(100);
        Tell("rollout-r1", new RolloutEvent.RolloutCompleted(Seen(100), Officer, Noon));
        Tell("deployment-d1", new DeploymentEvent.StableVersionSet(V2, Officer));
        Everybody().ShouldBe(["v2"]);
        Tell("rollout-r1", new RolloutEvent.RollbackOrdered(RollbackCause.Manual, Officer, null, "worse", Noon));
        Tell("deployment-d1", new DeploymentEvent.StableVersionSet(V1, Officer));
        Everybody().ShouldBe(["v1"]);
    }

    [Fact]
    public void A_halt_comes_before_everything()
    {
        AtPercent(100);
        Halt(null);
        Ask("u").ShouldBe(new Answer("halted", "halted", "DISABLED", "r1", 100, "h1", null, _position));
    }

    [Fact]
    public void A_halt_reaches_a_deployment_that_nobody_has_registered()
    {
        Tell("halt-h1", new HaltEvent.HaltOrdered(new DeploymentId("x"), "unheard-of", null, Officer, "harm", Noon));
        Decider().HaltOf("unheard-of").ShouldNotBeNull().Value.ShouldBe("halted");
    }

    [Fact]
    public void A_halted_rollout_stops_its_candidate_arm_only()
    {
        AtPercent(50);
        Halt(Id);
        Everybody().ShouldBe(["halted", "v1"], ignoreOrder: true);
    }

    [Fact]
    public void A_lifted_halt_is_over_and_another_one_stands()
    {
        AtPercent(100);
        Halt(null);
        Halt(null, "halt-h2");
        Tell("halt-h1", new HaltEvent.ReenableApproved(Second, "mended", Noon));
        Ask("u").ShouldNotBeNull().Halt.ShouldBe("h2");
        Tell("halt-h2", new HaltEvent.ReenableApproved(Second, "mended", Noon));
        Everybody().ShouldBe(["v2"]);
    }

    [Fact]
    public void Dead_knowledge_gives_the_stable_version_and_never_the_candidate()
    {
        AtPercent(100);
        _dead = true;
        Ask("u").ShouldNotBeNull().ShouldSatisfyAllConditions(
            answer => answer.Value.ShouldBe("v1"), answer => answer.Reason.ShouldBe("DEFAULT"));
    }

    [Fact]
    public void A_halt_survives_dead_knowledge()
    {
        AtPercent(100);
        Halt(null);
        _dead = true;
        Everybody().ShouldBe(["halted"]);
    }

    private Decider Decider() => new(_table, () => _dead);

    private Answer? Ask(string user) => Decider().Of(Name, user);

    private static IEnumerable<string> Users() => Enumerable.Range(0, 500).Select(i => $"user-{i}");

    private IEnumerable<string> Everybody() => Users().Select(user => Ask(user)!.Value.Value).Distinct();

    private void Registered()
    {
        Tell("deployment-d1", new DeploymentEvent.Registered(Name, "production", "support"));
        Tell("deployment-d1", new DeploymentEvent.StableVersionSet(V1, Officer));
    }

    private void AtPercent(double percent)
    {
        Registered();
        Tell("rollout-r1", new RolloutEvent.RolloutPlanned(Plan(), Digest, Planner, Author, Noon));
        Tell("rollout-r1", new RolloutEvent.StageEntered(0, percent, null, Officer, Noon));
    }

    private void Halt(RolloutId? rollout, string stream = "halt-h1") => Tell(
        stream, new HaltEvent.HaltOrdered(new DeploymentId("d1"), Name, rollout, Officer, "harm", Noon));

    private void Tell(string stream, object fact)
    {
        var data = EventTypes.Encode(fact);
        _table.Apply(new Fact(
            new RecordedEvent(
                ++_position, Guid.Empty, stream, 1, data.Type, data.Data, Noon, null, null, null, null, null),
            fact));
    }
}
