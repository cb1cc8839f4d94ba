using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Fleet.Pages;
using Governance.Server.Signals;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Fleet;

public sealed class SignalLineTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_window_in_which_nothing_was_seen_is_a_gap_and_not_0() =>
        Line((0, 10, 0.1), (2, 10, 0.3)).Slots.ShouldBe([0.1, null, 0.3]);

    [Fact]
    public void Windows_that_share_a_slot_are_weighed_by_what_was_seen_in_them()
    {
        var points = Enumerable.Range(0, 96).Select(minute => (minute, minute % 2 == 0 ? 30 : 10, minute % 2.0));
        var line = Line([.. points]);
        line.Slots.Count.ShouldBe(48);
        line.Slots.ShouldAllBe(value => value == 0.25);
    }

    [Fact]
    public void What_is_older_than_a_day_is_not_drawn()
    {
        var line = Line((0, 10, 1), (2 * 24 * 60, 10, 0.2));
        line.Slots.ShouldBe([0.2]);
        line.From.ShouldBe(Noon.AddDays(2));
    }

    [Fact]
    public void What_has_no_lower_bound_is_expected_from_0_on()
    {
        var line = Line((0, 10, 0.1)) with { Band = new ExpectedBand(V1, null, 0.2, 0.1, 500) };
        (line.Low, line.High).ShouldSatisfyAllConditions(
            edges => edges.Low.ShouldBe([0]), edges => edges.High.ShouldBe([0.2]));
        FleetWords.Expected(SignalKind.Refusal, line.Band!).ShouldBe("up to 20 %");
    }

    [Fact]
    public void Without_a_reference_nothing_is_expected() => Line((0, 10, 0.1)).High.ShouldBeNull();

    [Fact]
    public void A_range_says_its_unit_once() => FleetWords
        .Expected(SignalKind.InputTokens, new ExpectedBand(V1, 561, 1841, 700, 500))
        .ShouldBe("561 to 1,841 tokens");

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "< 0.1 %")]
    [InlineData(0.42, "42 %")]
    [InlineData(0.9999, "> 99.9 %")]
    [InlineData(1, "100 %")]
    public void A_share_is_never_rounded_to_none_or_all(double share, string said) =>
        FleetWords.Percent(share).ShouldBe(said);

    private static SignalLine Line(params (int Minute, int N, double Value)[] points)
    {
        var windows = points.Select(one => new SignalPoint(Noon + (one.Minute * s_minute), one.N, one.Value, 1));
        return SignalLine.Of(new WatchedStream(
            V1, SignalKind.Refusal, null, new SignalSeries([.. windows], s_minute, null)));
    }
}
