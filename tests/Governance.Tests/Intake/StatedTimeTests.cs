using Governance.Server.Intake.Mapping;

namespace Governance.Tests.Intake;

/// <summary>Which time counts, and what is marked.</summary>
public sealed class StatedTimeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-30, null)]
    [InlineData(60, null)]
    [InlineData(61, "ahead")]
    [InlineData(-600, null)]
    [InlineData(-601, "late")]
    public void A_time_is_believed_unless_it_lies_ahead_and_marked_when_it_is_late(int seconds, string? mark)
    {
        var stated = s_now.AddSeconds(seconds);
        var time = StatedTime.Of(stated, s_now);
        time.Mark.ShouldBe(mark);
        (time.At, time.Stated).ShouldBe(mark is "ahead" ? (s_now, stated) : (stated, (DateTimeOffset?)null));
    }

    [Fact]
    public void Without_a_time_the_time_of_receipt_counts_and_is_marked() =>
        StatedTime.OfNanos(0, s_now).ShouldBe(new StatedTime(s_now, "absent", null));

    [Fact]
    public void The_largest_time_that_can_be_sent_is_kept_as_it_was_said()
    {
        var time = StatedTime.OfNanos(ulong.MaxValue, s_now);
        (time.At, time.Mark, time.Stated!.Value.Year).ShouldBe((s_now, "ahead", 2554));
    }
}
