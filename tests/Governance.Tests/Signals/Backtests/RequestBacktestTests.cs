using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;

namespace Governance.Tests.Signals.Backtests;

public sealed class RequestBacktestTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_officer = Actor.Part("test");

    private static readonly BacktestRequest s_request =
        new([new DeploymentId("d1")], 10, 20, 30, BacktestVariant.AsItRan, null);

    private static readonly Backtest s_running = Backtest.Evolve(
        Backtest.Initial, new BacktestEvent.Requested(s_request, s_officer));

    private static readonly Backtest s_cancelled = Backtest.Evolve(s_running, new BacktestEvent.Cancelled(s_officer));

    [Fact]
    public void A_question_is_asked_once() => Given(Backtest.Initial)
        .When(backtest => Ask(s_request).Decide(backtest))
        .ThenState(backtest => backtest.Status.ShouldBe(BacktestStatus.Running));

    [Theory]
    [InlineData(0, 20, 30)]
    [InlineData(21, 20, 30)]
    [InlineData(10, 20, 19)]
    public void A_range_lies_in_the_log(long from, long until, long asOf) =>
        Ask(s_request with { From = from, Until = until, AsOf = asOf }).Decide(Backtest.Initial)
            .Refusal.ShouldBeOfType<BacktestRangeEmpty>();

    [Fact]
    public void Somebody_must_be_judged() =>
        Ask(s_request with { Deployments = [] }).Decide(Backtest.Initial).Refusal.ShouldBeOfType<BacktestOfNobody>();

    [Theory]
    [InlineData(0.05, 60, 5)]
    [InlineData(double.NaN, 60, 5)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 60, -1)]
    public void Settings_are_such_as_a_detector_can_work_with(double margins, double window, double lateness) =>
        Ask(s_request with
        {
            B = new BacktestVariant { Margins = margins, WindowSeconds = window, LatenessSeconds = lateness },
        }).Decide(Backtest.Initial).Refusal.ShouldBeOfType<BacktestSettingOutOfRange>();

    [Fact]
    public void A_budget_is_one_that_the_fleet_could_have() =>
        Ask(s_request with { A = new BacktestVariant { FalseIncidentsPerWeek = 0 } }).Decide(Backtest.Initial)
            .Refusal.ShouldBeOfType<BudgetOutOfRange>();

    [Theory]
    [InlineData(null)]
    [InlineData(SignalKind.Refusal)]
    public void A_configuration_sets_each_detector_once_and_its_trial_counts(SignalKind? onTrial)
    {
        var off = new TriedDetector(SignalKind.Refusal, DetectorMode.Off, null);
        var twice = new BacktestVariant { TrialOf = onTrial, Detectors = onTrial is null ? [off, off] : [off] };
        Ask(s_request with { B = twice }).Decide(Backtest.Initial)
            .Refusal.ShouldBe(new BacktestDetectorTwice(SignalKind.Refusal));
        var once = new BacktestVariant { TrialOf = SignalKind.Latency, Detectors = [off] };
        Ask(s_request with { B = once }).Decide(Backtest.Initial).Refusal.ShouldBeNull();
    }

    [Fact]
    public void What_was_cancelled_is_cancelled() => Given(s_cancelled)
        .When(backtest => new CancelBacktest(s_officer).Decide(backtest))
        .ThenNothing();

    [Fact]
    public void What_was_cancelled_has_no_answer_any_more() => Given(s_cancelled)
        .When(backtest => new FailBacktest("too late").Decide(backtest))
        .ThenNothing();

    [Fact]
    public void What_has_ended_cannot_be_cancelled() =>
        new CancelBacktest(s_officer)
            .Decide(Backtest.Evolve(s_running, new BacktestEvent.Failed("damaged")))
            .Refusal.ShouldBe(new BacktestNotRunning(BacktestStatus.Failed));

    private static RequestBacktest Ask(BacktestRequest request) => new(request, s_officer);

    private static GivenState<Backtest, BacktestEvent> Given(Backtest backtest) =>
        A.Given<Backtest, BacktestEvent>(backtest, Backtest.Evolve);
}
