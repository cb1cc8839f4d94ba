using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Fleet;
using static Governance.Tests.Clocks.ClockFixtures;

namespace Governance.Tests.Clocks;

public sealed class ClockLifeTests
{
    private const string Imminent = "ca-22757.13-c-2";

    private static readonly DateTimeOffset s_at = At(2028, 1, 10);

    [Fact]
    public void Time_warns_at_half_three_quarters_nine_tenths_and_before_the_end()
    {
        var clocks = Classified(s_at);
        var given = new List<(string Clock, ClockWarning Warning)>();
        while (clocks.NextAt is { } next && next <= s_at.AddDays(10))
        {
            var decision = new PassTime().Decide(clocks, next);
            decision.Events.ShouldNotBeEmpty($"the clock says that something comes at {next:O}");
            given.AddRange(decision.Events.OfType<RegulatoryClockEvent.ClockWarned>()
                .Select(warned => (warned.Clock, warned.Warning)));
            clocks = clocks.After(decision);
        }

        given.Where(one => one.Clock == "eu-ai-act-73-4").Select(one => one.Warning).ShouldBe(
        [
            ClockWarning.Half, ClockWarning.ThreeQuarters, ClockWarning.DayLeft, ClockWarning.FourHoursLeft,
        ], "nine tenths of ten days and a day before the end are one moment; the youngest is said");
        given.Where(one => one.Clock == Imminent).Select(one => one.Warning).ShouldBe(
        [
            ClockWarning.Half, ClockWarning.ThreeQuarters, ClockWarning.FourHoursLeft, ClockWarning.NineTenths,
        ]);
    }

    [Fact]
    public void Of_several_warnings_that_passed_unseen_the_youngest_is_given()
    {
        var clocks = Classified(s_at);
        new PassTime().Decide(clocks, s_at.AddHours(22)).Events
            .OfType<RegulatoryClockEvent.ClockWarned>().Single(one => one.Clock == Imminent)
            .Warning.ShouldBe(ClockWarning.NineTenths);
    }

    [Fact]
    public void A_breach_is_said_once_and_the_duty_stays()
    {
        var clocks = Classified(s_at);
        A.Given<RegulatoryClocks, RegulatoryClockEvent>(clocks, RegulatoryClocks.Evolve)
            .When(state => new PassTime().Decide(state, s_at.AddHours(24)))
            .ThenState(after =>
            {
                after.Find(Imminent)!.IsOverdue.ShouldBeTrue();
                after.Running().ShouldContain(Imminent);
                after.Reported(Imminent, s_at.AddHours(30)).Find(Imminent)!.Status.ShouldBe(ClockStatus.Satisfied);
            });
    }

    [Fact]
    public void An_undetermined_incident_is_asked_about_again()
    {
        var clocks = RegulatoryClocks.Initial;
        clocks = clocks.After(Classify(s_at, [], Classification.Undetermined).Decide(clocks, s_at));
        clocks.NextAt.ShouldBe(s_at.AddHours(4));
        new PassTime().Decide(clocks, s_at.AddHours(4)).Events
            .ShouldBe([new RegulatoryClockEvent.ClassificationOverdue(s_at.AddHours(4))]);
    }

    [Fact]
    public void A_declared_incident_waits_for_its_classification_once() => A
        .Given<RegulatoryClocks, RegulatoryClockEvent>(RegulatoryClocks.Initial, RegulatoryClocks.Evolve)
        .When(state => new AwaitClassification(7, s_at, TimeSpan.FromHours(4)).Decide(state, s_at))
        .Then(new RegulatoryClockEvent.ClassificationAwaited(7, s_at, s_at.AddHours(4)));

    [Fact]
    public void The_drafter_does_not_approve_and_an_unapproved_text_does_not_count_as_sent()
    {
        var clocks = Classified(s_at);
        var draft = new DraftReport(Imminent, 9, "text", "d1", [ReportPoint.Harm], Officer);
        clocks = clocks.After(draft.Decide(clocks, s_at));
        new ApproveReport(Imminent, "d1", Officer).Decide(clocks, s_at).Refusal.ShouldBe(new OwnDraft());
        new ApproveReport(Imminent, "d0", Second).Decide(clocks, s_at).Refusal.ShouldBe(new DraftChanged());
        Submit(Imminent, s_at).Decide(clocks, s_at).Refusal.ShouldBe(new ReportNotApproved());

        clocks = clocks.After(new ApproveReport(Imminent, "d1", Second).Decide(clocks, s_at));
        clocks = clocks.After(new DraftReport(Imminent, 12, "text", "d2", [], Officer).Decide(clocks, s_at));
        Submit(Imminent, s_at).Decide(clocks, s_at).Refusal.ShouldBe(new ReportNotApproved(), "a new draft is new");
    }

    [Fact]
    public void Setting_a_clock_aside_takes_two_people()
    {
        var clocks = Classified(s_at);
        new SetClockAside(Imminent, Second).Decide(clocks, s_at).Refusal.ShouldBe(new SettingAsideNotAsked());
        clocks = clocks.After(new AskToSetAside(Imminent, "no such duty", Officer).Decide(clocks, s_at));
        clocks.Running().ShouldContain(Imminent);
        new SetClockAside(Imminent, Officer).Decide(clocks, s_at).Refusal.ShouldBe(new OwnSettingAside());
        clocks = clocks.After(new SetClockAside(Imminent, Second).Decide(clocks, s_at));
        clocks.Find(Imminent)!.Status.ShouldBe(ClockStatus.SetAside);
    }

    [Fact]
    public void Intermediate_reports_follow_each_other_until_the_incident_is_resolved_and_then_the_final_one()
    {
        var clocks = Classified(s_at).Reported("gpai-code-9.3-2", s_at.AddDays(2));
        var first = clocks.Find("gpai-code-9.3-intermediate").ShouldNotBeNull();
        first.StrictDueAt.ShouldBe(s_at.AddDays(30));

        clocks = clocks.Reported("gpai-code-9.3-intermediate", s_at.AddDays(20));
        clocks.Find("gpai-code-9.3-intermediate-2")!.StrictDueAt.ShouldBe(s_at.AddDays(48));

        var resolvedAt = s_at.AddDays(25);
        A.Given<RegulatoryClocks, RegulatoryClockEvent>(clocks, RegulatoryClocks.Evolve)
            .When(state => new FollowResolution(resolvedAt, Pack, Calendar).Decide(state, resolvedAt))
            .ThenState(after =>
            {
                after.Find("gpai-code-9.3-intermediate-2")!.Status.ShouldBe(ClockStatus.Ended);
                after.Find("gpai-code-9.3-final")!.StrictDueAt.ShouldBe(resolvedAt.AddDays(60));
            });
    }

    [Fact]
    public void Without_clocks_a_resolution_starts_none() =>
        new FollowResolution(s_at, Pack, Calendar).Decide(RegulatoryClocks.Initial, s_at).Events.ShouldBeEmpty();

    [Fact]
    public void The_first_clock_restricts_the_deployment_and_the_last_one_releases_it()
    {
        var id = new IncidentId("a");
        var version = new ModelVersion("v2");
        var running = Classified(s_at);
        ClockRestriction.Of(id, version, RegulatoryClocks.Initial, running)
            .ShouldBe(new DeploymentEvent.Restricted(RestrictionCause.Clock, "a", version));
        ClockRestriction.Of(id, version, running, running.Reported(Imminent, s_at)).ShouldBeNull();
        var none = running.Running().Aggregate(running, (state, clock) =>
        {
            state = state.After(new AskToSetAside(clock, "a drill", Officer).Decide(state, s_at));
            return state.After(new SetClockAside(clock, Second).Decide(state, s_at));
        });
        ClockRestriction.Of(id, version, running, none)
            .ShouldBe(new DeploymentEvent.Released(RestrictionCause.Clock, "a"));
    }

    [Fact]
    public void Classifying_twice_writes_once() => A
        .Given<RegulatoryClocks, RegulatoryClockEvent>(RegulatoryClocks.Initial, RegulatoryClocks.Evolve)
        .When(state => Classify(s_at).Decide(state, s_at))
        .ThenState(after => after.Clocks.Count.ShouldBe(7));

    [Fact]
    public void What_may_owe_more_is_known_after_every_single_fact()
    {
        var clocks = RegulatoryClocks.Initial;
        clocks.MayOweMore.ShouldBeFalse();
        foreach (var fact in Classify(s_at).Decide(clocks, s_at).Events)
        {
            clocks = RegulatoryClocks.Evolve(clocks, fact);
            clocks.MayOweMore.ShouldBeTrue(fact.ToString());
        }

        var nothing = RegulatoryClocks.Initial;
        nothing = nothing.After(Classify(s_at, [], Classification.NotReportable).Decide(nothing, s_at));
        nothing.MayOweMore.ShouldBeFalse();
    }
}
