using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;

namespace Governance.Tests.Oversight;

public sealed class EffectWatchTests
{
    private static readonly DateTimeOffset s_order = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly EffectWatch s_rollback = new(s_order, new ModelVersion("v2"), TimeSpan.FromSeconds(5));
    private static readonly EffectWatch s_halt = s_rollback with { MustEnd = null };

    [Fact]
    public void Silence_is_not_success()
    {
        Judge(s_rollback).ShouldBe(new EffectVerdict(false, EffectFinding.Unknown, null, 0, null));
        Judge(s_rollback.Seen(Serving("v2", "g1", -10, -1)))
            .ShouldBe(new EffectVerdict(false, EffectFinding.Unknown, "g1", 0, At(-1)));
        Judge(s_halt.Seen(Serving("v1", "g1", -10, -1))).Observed.ShouldBeFalse();
    }

    [Fact]
    public void The_candidate_ended_while_its_sender_serves_the_stable_version() => Judge(s_rollback
            .Seen(Serving("v2", "g1", -10, 2))
            .Seen(Serving("v1", "g1", -10, 9)))
        .ShouldBe(new EffectVerdict(true, EffectFinding.Unknown, null, 0, At(2)));

    [Fact]
    public void Stable_traffic_only_within_the_grace_proves_nothing() => Judge(s_rollback
            .Seen(Serving("v2", "g1", -10, 2))
            .Seen(Serving("v1", "g1", -10, 6)))
        .Observed.ShouldBeFalse();

    [Fact]
    public void Another_senders_life_proves_nothing_about_this_one() => Judge(s_rollback
            .Seen(Serving("v2", "g1", -10, -1))
            .Seen(Serving("v2", "g2", -10, -1))
            .Seen(Serving("v1", "g1", 1, 30)))
        .ShouldBe(new EffectVerdict(false, EffectFinding.Unknown, "g2", 0, At(-1)));

    [Fact]
    public void A_sender_that_keeps_serving_is_named_before_one_that_fell_silent() => Judge(s_rollback
            .Seen(Serving("v2", "a-silent", -10, -1))
            .Seen(Serving("v2", "b-defiant", -10, -1))
            .Seen(Serving("v2", "b-defiant", 10, 40, count: 17)))
        .ShouldBe(new EffectVerdict(false, EffectFinding.StillServing, "b-defiant", 17, At(40)));

    [Fact]
    public void A_candidate_that_nobody_served_is_gone_as_soon_as_somebody_is_seen_alive() =>
        Judge(s_rollback.Seen(Serving("v1", "g1", 1, 9))).Observed.ShouldBeTrue();

    [Fact]
    public void Traffic_long_before_the_order_concerns_nobody() => Judge(s_rollback
            .Seen(Serving("v2", "gone", -600, -500))
            .Seen(Serving("v1", "g1", 1, 9)))
        .Observed.ShouldBeTrue();

    [Fact]
    public void An_acknowledgement_alone_is_a_statement_until_what_began_after_its_grace_would_be_known()
    {
        var watch = s_halt.Seen(Serving("v1", "g1", -10, 1)).Acknowledged("g1", At(2));
        watch.Judge(At(11)).Observed.ShouldBeFalse();
        watch.Judge(At(12)).ShouldBe(new EffectVerdict(true, EffectFinding.Unknown, null, 0, At(1)));
    }

    [Fact]
    public void Who_acknowledges_and_keeps_serving_is_named_with_what_it_began_since() => Judge(s_halt
            .Seen(Serving("v1", "g1", -10, 1))
            .Acknowledged("g1", At(2))
            .Seen(Serving("v1", "g2", -10, 1))
            .Acknowledged("g2", At(2))
            .Seen(Serving("v1", "g2", 4, 50, count: 30)))
        .ShouldBe(new EffectVerdict(false, EffectFinding.StillServing, "g2", 30, At(50)));

    [Fact]
    public void Who_served_and_never_acknowledged_is_not_known_to_obey() => Judge(s_halt
            .Seen(Serving("v1", "g1", -10, 1))
            .Acknowledged("g1", At(2))
            .Seen(Serving("v1", "g2", -10, -3)))
        .ShouldBe(new EffectVerdict(false, EffectFinding.Unknown, "g2", 0, At(-3)));

    [Fact]
    public void A_sender_without_a_name_is_one_sender() =>
        Judge(s_rollback.Seen(Serving("v2", null, 0, 20))).Instance.ShouldBe(EffectWatch.UnstatedInstance);

    [Fact]
    public void Many_sightings_are_counted_in_bounded_space()
    {
        var watch = Enumerable.Range(0, 1_000).Aggregate(
            s_halt, (w, i) => w.Seen(Serving("v1", "g1", 10 + i, 10 + i, count: 2)));
        Judge(watch).ActivityAfter.ShouldBe(2_000);
    }

    private static EffectVerdict Judge(EffectWatch watch) => watch.Judge(At(60));

    private static ServingSeen Serving(string version, string? instance, int first, int last, int count = 1) =>
        new(version, instance, count, At(first), At(last));

    private static DateTimeOffset At(int seconds) => s_order.AddSeconds(seconds);
}
