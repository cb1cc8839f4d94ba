using Governance.Domain;
using Governance.Domain.OnCall;

namespace Governance.Tests.OnCall;

public sealed class TestChannelTests
{
    private static readonly Actor s_by = Actor.Part("administrator");
    private static readonly TestChannel s_test = new("officer", "mail", "test/1", s_by);

    [Fact]
    public void One_test_at_a_time()
    {
        var asked = After(s_test.Decide(PagingChannel.Initial), PagingChannel.Initial);
        var failed = After(Keep(1, PageOutcome.Failed, final: false).Decide(asked), asked);
        var another = s_test with { IdempotencyKey = "test/2" };

        another.Decide(asked).Refusal.ShouldBe(new TestUnderWay("officer"));
        another.Decide(failed).Refusal.ShouldBe(new TestUnderWay("officer"));
        var delivered = After(Keep(2, PageOutcome.Accepted, final: true).Decide(failed), failed);
        another.Decide(delivered).Events.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_wish_or_attempt_twice_is_one()
    {
        var asked = After(s_test.Decide(PagingChannel.Initial), PagingChannel.Initial);
        s_test.Decide(asked).Events.ShouldBeEmpty();
        var attempt = Keep(1, PageOutcome.Unknown, final: false);
        attempt.Decide(After(attempt.Decide(asked), asked)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void An_attempt_of_an_earlier_test_says_nothing_about_this_one()
    {
        var asked = After(s_test.Decide(PagingChannel.Initial), PagingChannel.Initial);
        (Keep(1, PageOutcome.Accepted, final: true) with { IdempotencyKey = "test/0" }).Decide(asked).Events
            .ShouldBeEmpty();
    }

    private static KeepTestAttempt Keep(int attempt, PageOutcome outcome, bool final) =>
        new("test/1", attempt, outcome, 250, null, final);

    private static PagingChannel After(Decision<ChannelEvent> decision, PagingChannel before) =>
        decision.Events.Aggregate(before, PagingChannel.Evolve);
}
