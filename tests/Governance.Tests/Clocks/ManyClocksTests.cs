using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using static Governance.Tests.Clocks.ClockFixtures;

namespace Governance.Tests.Clocks;

/// <summary>One set of facts, several regimes: acceptance scenario 6.</summary>
public sealed class ManyClocksTests
{
    private static readonly DateTimeOffset s_2028 = At(2028, 1, 10);

    [Fact]
    public void Of_the_rows_that_ask_for_one_report_the_strictest_runs()
    {
        var clocks = Classified(s_2028);
        clocks.Running().ShouldBe(
        [
            "eu-ai-act-73-4", "eu-ai-act-73-6", "gpai-code-9.3-2", "ca-22757.13-c-1", "ca-22757.13-c-2", "ny-1422-3-a",
            "ny-1422-3-b",
        ]);
        clocks.StandingOf("eu-ai-act-73-2").ShouldBe(Standing.Superseded);
        clocks.StandingOf("gpai-code-9.3-3").ShouldBe(Standing.Superseded);
        clocks.StandingOf("eu-ai-act-73-3").ShouldBe(Standing.NotApplicable);
        clocks.StandingOf("gpai-code-9.3-4").ShouldBe(Standing.NotApplicable);
        clocks.StandingOf("gpai-code-9.3-final").ShouldBe(Standing.Waits);
        clocks.Verdicts.ShouldAllBe(verdict => verdict.Reason.Length > 0);
    }

    [Fact]
    public void Both_times_are_known_and_the_own_models_report_goes_to_the_AI_Office()
    {
        var death = Classified(s_2028).Find("eu-ai-act-73-4").ShouldNotBeNull();
        death.StrictDueAt.ShouldBe(At(2028, 1, 20));
        death.LegalLatestAt.ShouldBe(At(2028, 1, 20, 23));
        death.Started.Recipient.ShouldBe("AI Office (Article 75(1a), second hand: confirm)");
        Classified(s_2028).Find("ca-22757.13-c-2")!.StrictDueAt.ShouldBe(At(2028, 1, 11));
    }

    [Fact]
    public void What_is_adopted_and_not_yet_applicable_does_not_run()
    {
        var clocks = Classified(At(2026, 11, 21));
        clocks.Running().ShouldBe(["gpai-code-9.3-2", "ca-22757.13-c-1", "ca-22757.13-c-2"]);
        string[] later = ["eu-ai-act-73-2", "eu-ai-act-73-4", "eu-ai-act-73-6", "ny-1422-3-a", "ny-1422-3-b"];
        later.ShouldAllBe(row => clocks.StandingOf(row) == Standing.NotYetApplicable);
        clocks.Verdicts.Single(one => one.Row == "ny-1422-3-a").Reason.ShouldContain("2027-01-01");
    }

    [Fact]
    public void The_annex_decides_from_when_and_an_unknown_one_counts_as_the_earlier()
    {
        var annexOne = Many.Remove(Circumstance.AnnexThree).Add(Circumstance.AnnexOne);
        Of(annexOne).StandingOf("eu-ai-act-73-4").ShouldBe(Standing.NotYetApplicable);
        Of(Many.Remove(Circumstance.AnnexThree)).StandingOf("eu-ai-act-73-4").ShouldBe(Standing.Applies);

        static RegulatoryClocks Of(System.Collections.Immutable.ImmutableSortedSet<Circumstance> all) =>
            RegulatoryClocks.Initial.After(Classify(s_2028, all).Decide(RegulatoryClocks.Initial, s_2028));
    }

    [Fact]
    public void Earlier_awareness_moves_every_running_clock_shows_what_is_over_and_keeps_both_times()
    {
        var before = Classified(s_2028);
        var to = s_2028.AddHours(-26);
        var correct = new CorrectAwareness(to, "the hotline knew", Officer, Calendar);
        var after = before.After(correct.Decide(before, s_2028));

        after.AwareAt.ShouldBe(to);
        after.Corrections.ShouldHaveSingleItem().From.ShouldBe(s_2028);
        after.Clocks.Where(clock => clock.HasDeadline).ShouldAllBe(clock => clock.StartAt == to);
        after.Clocks.Where(clock => clock.IsOverdue).Select(clock => clock.Started.Clock)
            .ShouldBe(["ca-22757.13-c-2", "ny-1422-3-b"]);
        var death = after.Find("eu-ai-act-73-4")!;
        death.StrictDueAt.ShouldBe(At(2028, 1, 20).AddHours(-26));
        death.EarlierDues.ShouldBe([At(2028, 1, 20)]);
    }

    [Fact]
    public void Awareness_never_moves_forward()
    {
        var clocks = Classified(s_2028);
        new CorrectAwareness(s_2028.AddHours(1), "later", Officer, Calendar).Decide(clocks, s_2028.AddDays(1))
            .Refusal.ShouldBe(new AwarenessOnlyEarlier(s_2028));
        new CorrectAwareness(DateTimeOffset.MinValue, "0001", Officer, Calendar).Decide(clocks, s_2028.AddDays(1))
            .Refusal.ShouldBe(new AwarenessTooEarly(s_2028.AddDays(-366)));
    }

    [Fact]
    public void A_stricter_circumstance_known_later_supersedes_the_laxer_clock()
    {
        var health = Many.Remove(Circumstance.Death).Add(Circumstance.SeriousHealthHarm);
        var clocks = RegulatoryClocks.Initial.After(Classify(s_2028, health).Decide(RegulatoryClocks.Initial, s_2028));
        clocks.Running().ShouldContain("eu-ai-act-73-2");
        clocks = clocks.After(Classify(s_2028).Decide(clocks, s_2028.AddHours(2)));
        clocks.Find("eu-ai-act-73-2")!.Status.ShouldBe(ClockStatus.Superseded);
        clocks.Running().ShouldContain("eu-ai-act-73-4");
    }

    [Theory]
    [InlineData(Classification.Undetermined)]
    [InlineData(Classification.NotReportable)]
    public void Saying_less_than_before_stops_no_clock(Classification classification)
    {
        var clocks = Classified(s_2028);
        var after = clocks.After(Classify(s_2028, [], classification).Decide(clocks, s_2028.AddHours(1)));
        after.Running().ShouldBe(clocks.Running());
        var fewer = clocks.After(
            Classify(s_2028, Many.Remove(Circumstance.Death)).Decide(clocks, s_2028.AddHours(1)));
        fewer.Running().ShouldBe(clocks.Running());
    }
}
