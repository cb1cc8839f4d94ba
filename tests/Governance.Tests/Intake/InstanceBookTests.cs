using Governance.Domain.Intake;
using Governance.Server.Intake.Completeness;

namespace Governance.Tests.Intake;

/// <summary>What one instance says it sent, beside what is held of it.</summary>
public sealed class InstanceBookTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly InstanceBook _book = new();

    [Fact]
    public void What_is_held_as_it_was_counted_leaves_nothing_missing()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Held(1, 40);
        Stated(2, minute: 2, total: 70);
        Missing().ShouldBe([0, 0]);
        Said().ShouldBe([30, 40]);
    }

    [Fact]
    public void What_was_counted_and_is_not_held_is_missing_in_its_own_stretch_only()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Held(1, 36);
        Stated(2, minute: 2, total: 70);
        Held(4, 50);
        Stated(3, minute: 5, total: 120);
        Missing().ShouldBe([0, 4, 0]);
    }

    [Fact]
    public void Late_data_mends_the_stretch()
    {
        Held(0, 26);
        Stated(1, minute: 1, total: 30);
        Held(5, 10);
        Stated(2, minute: 6, total: 40);
        Missing().ShouldBe([4, 0]);
        Held(0, 4);
        Missing().ShouldBe([0, 0]);
    }

    [Fact]
    public void What_ends_within_a_minute_after_a_statement_may_explain_it()
    {
        Held(0, 25);
        Held(1, 5);
        Stated(1, minute: 1, total: 30);
        Missing().ShouldBe([0]);
    }

    [Fact]
    public void More_than_was_counted_is_no_shortfall()
    {
        Held(0, 33);
        Stated(1, minute: 1, total: 30);
        Missing().ShouldBe([0]);
    }

    [Fact]
    public void An_instance_that_starts_anew_is_counted_anew()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Held(3, 20);
        Stated(1, minute: 4, total: 20);
        Held(6, 8);
        Stated(2, minute: 7, total: 30);
        Missing().ShouldBe([0, 0, 2]);
        Said().ShouldBe([30, 20, 10]);
    }

    [Fact]
    public void What_an_instance_sent_before_it_was_first_heard_nobody_can_compare()
    {
        Held(0, 5);
        Stated(17, minute: 1, total: 9_000);
        Held(2, 9);
        Stated(18, minute: 3, total: 9_010);
        Said().ShouldBe([10]);
        Missing().ShouldBe([1]);
    }

    [Fact]
    public void A_gap_in_the_sequence_is_a_lost_statement_and_no_lost_record()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Held(1, 30);
        Stated(4, minute: 4, total: 60);
        Missing().ShouldBe([0, 0]);
        _book.Gaps(DateTimeOffset.MaxValue).Select(gap => gap.Lost).ShouldBe([2]);
    }

    [Fact]
    public void A_counter_beside_numbered_statements_is_not_counted_again()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Counted(2, "inference", 12, CountedBy.RecordCounter);
        Said().ShouldBe([30]);
    }

    [Fact]
    public void A_histogram_of_calls_counts_until_a_better_count_comes()
    {
        Held(0, 30);
        Counted(1, "inference", 30, CountedBy.CallHistogram);
        Counted(2, "inference", 33, CountedBy.CallHistogram);
        Said().ShouldBe([3]);
        Counted(2, "inference", 100, CountedBy.RecordCounter);
        Counted(3, "inference", 105, CountedBy.RecordCounter);
        Counted(4, "inference", 50, CountedBy.CallHistogram);
        Said().ShouldBe([5]);
    }

    [Fact]
    public void A_counter_alone_is_compared_from_its_second_point_on_with_all_its_kinds()
    {
        Held(0, 30);
        foreach (var (minute, kind, total) in new[] { (1, "inference", 900), (3, "inference", 910), (3, "other", 2) })
        {
            Counted(minute, kind, total, CountedBy.RecordCounter);
        }

        Held(2, 7);
        _book.Settle(DateTimeOffset.MaxValue).Select(one => (one.Kind, one.Stated, one.Missing))
            .ShouldBe([("inference", 10, 3), ("other", 2, 2)]);
    }

    [Fact]
    public void A_statement_that_came_twice_counts_once()
    {
        Held(0, 30);
        Stated(1, minute: 1, total: 30);
        Stated(1, minute: 1, total: 30);
        Said().ShouldBe([30]);
    }

    [Fact]
    public void Sampled_records_stand_for_others()
    {
        _book.Add(new RecordsHeld("a", s_start, new Dictionary<string, int> { ["inference"] = 10 })
        {
            StandFor = new Dictionary<string, double> { ["inference"] = 100 },
            Variance = 900,
        });
        Stated(1, minute: 1, total: 104);
        Missing().ShouldBe([4]);
        _book.VarianceOf(s_start, s_start.AddHours(1)).ShouldBe(900);
    }

    /// <summary>Random histories, forgotten at a random time: what follows comes out the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Forgetting_what_is_settled_changes_nothing_that_follows(int seed)
    {
        var random = new Random(seed);
        var total = 0;
        for (var minute = 0; minute < 120; minute++)
        {
            var sent = random.Next(0, 50);
            Held(minute, sent - (random.Next(8) == 0 ? random.Next(0, sent + 1) : 0));
            Stated(minute + 1, minute + 1, total += sent);
        }

        var cut = s_start.AddMinutes(random.Next(1, 119));
        var whole = _book.Settle(DateTimeOffset.MaxValue).Where(one => one.At >= cut).ToList();
        _book.Forget(cut);
        _book.Settle(DateTimeOffset.MaxValue).ShouldBe(whole, $"seed {seed}");
    }

    private IEnumerable<double> Missing() => _book.Settle(DateTimeOffset.MaxValue).Select(one => one.Missing);

    private IEnumerable<double> Said() => _book.Settle(DateTimeOffset.MaxValue).Select(one => one.Stated);

    private void Held(int minute, int count) => _book.Add(new RecordsHeld(
        "a", s_start.AddMinutes(minute), new Dictionary<string, int> { ["inference"] = count }));

    private void Stated(int sequence, int minute, long total) => _book.Add(new RecordsStated(
        "a",
        sequence,
        s_start.AddMinutes(minute),
        new Dictionary<string, long> { ["inference"] = total }), CountedBy.NumberedStatements);

    private void Counted(int minute, string kind, long total, CountedBy by) => _book.Add(
        new RecordsStated("a", null, s_start.AddMinutes(minute), new Dictionary<string, long> { [kind] = total }), by);
}
