using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals;

public sealed class BudgetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_officer = Actor.Part("test");
    private static readonly DeploymentId s_one = new("d1");
    private static readonly DeploymentId s_other = new("d2");

    private static readonly AlarmBudget s_shared = AlarmBudget.Evolve(
        AlarmBudget.Evolve(AlarmBudget.Initial, new BudgetEvent.ShareTaken(s_one)),
        new BudgetEvent.ShareTaken(s_other));

    private static GivenState<AlarmBudget, BudgetEvent> Given(AlarmBudget budget) =>
        A.Given<AlarmBudget, BudgetEvent>(budget, AlarmBudget.Evolve);

    [Fact]
    public void A_fleet_may_spend_one_false_incident_a_week_until_somebody_says_otherwise() =>
        Given(AlarmBudget.Initial)
            .When(budget => new SetBudget(4, s_officer, "a noisy month").Decide(budget, s_now))
            .ThenState(budget => budget.FalseIncidentsPerWeek.ShouldBe(4));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void No_detector_can_keep_a_budget_of_nothing_or_of_everything(double perWeek) =>
        new SetBudget(perWeek, s_officer, "a try").Decide(AlarmBudget.Initial, s_now)
            .Refusal.ShouldBeOfType<BudgetOutOfRange>();

    [Fact]
    public void A_deployment_takes_one_share_and_leaves_one() => Given(s_shared)
        .When(budget => new ShareBudget(s_one, Takes: false).Decide(budget, s_now))
        .ThenState(budget => budget.Share.ShouldBe(1));

    [Fact]
    public void Who_has_a_share_takes_no_other() => Given(s_shared)
        .When(budget => new ShareBudget(s_one, Takes: true).Decide(budget, s_now))
        .ThenNothing();

    [Fact]
    public void Deployments_share_in_equal_parts() => s_shared.Share.ShouldBe(0.5);

    [Fact]
    public void A_smaller_share_means_false_alarms_further_apart_and_a_quiet_stream_needs_less_of_both()
    {
        var busy = new Pace(TimeSpan.FromMinutes(1));
        var quiet = new Pace(TimeSpan.FromMinutes(1));
        for (var hour = 0; hour < 24 * 14; hour++)
        {
            quiet.Step(s_now.AddHours(hour));
            for (var minute = 0; minute < 60; minute++)
                busy.Step(s_now.AddHours(hour).AddMinutes(minute));
        }

        busy.StepsPerWeek.ShouldBe(7 * 24 * 60, 100);
        busy.StepsBetween(0.01).ShouldBe(2 * busy.StepsPerWeek / 0.01, 1);
        busy.StepsBetween(0.01).ShouldBeGreaterThan(busy.StepsBetween(0.1));
        quiet.StepsBetween(0.01).ShouldBeLessThan(busy.StepsBetween(0.01) / 10);
    }
}
