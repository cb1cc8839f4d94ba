using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

/// <summary>Rules that hold on every history, whoever did what in whatever order.</summary>
public sealed class RolloutProperties
{
    [Fact]
    public void From_every_reachable_state_a_rollback_leads_to_share_0() => ForAll(history =>
    {
        var (rollout, _, now) = RandomHistory.Play(history);
        var back = new OrderRollback(RollbackCause.Manual, Officer, null, "stop")
            .Decide(rollout, RandomHistory.DeploymentOf(rollout), now);
        return back.Events.Aggregate(rollout, Rollout.Evolve).Weight == 0;
    });

    [Fact]
    public void Deciding_the_same_twice_writes_nothing_the_second_time() => ForAll(history =>
    {
        var rollout = Rollout.Initial;
        var now = Noon;
        foreach (var step in history)
        {
            now = now.AddSeconds(step.Seconds);
            var decide = RandomHistory.Command(step, rollout, now);
            rollout = decide(rollout).Events.Aggregate(rollout, Rollout.Evolve);
            if (decide(rollout).Events.Count > 0)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Nobody_is_served_the_candidate_before_a_second_person_approved() => ForAll(history =>
    {
        var (rollout, facts, _) = RandomHistory.Play(history);
        return facts.TakeWhile(f => f is not RolloutEvent.ApprovalGiven).All(f => f is not RolloutEvent.StageEntered)
            && (rollout.Approver is not { } by || (by != rollout.Author && by != rollout.VersionAuthor));
    });

    [Fact]
    public void Every_stage_but_the_first_carries_evidence_that_suffices() => ForAll(history =>
    {
        var (_, facts, _) = RandomHistory.Play(history);
        return facts.OfType<RolloutEvent.StageEntered>().All(
            f => f.Index == 0 || (f.Evidence is { } e && e.Suffices(Plan().Stages[f.Index - 1])));
    });

    [Fact]
    public void Between_two_orders_back_the_share_only_rises() => ForAll(history =>
    {
        var (_, facts, _) = RandomHistory.Play(history);
        var shares = facts.OfType<RolloutEvent.StageEntered>().Select(f => f.Percent).ToList();
        return shares.SequenceEqual(shares.Order());
    });

    private static void ForAll(Func<RandomHistory.Step[], bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(RandomHistory.Any.ToArbitrary(), holds));
}
