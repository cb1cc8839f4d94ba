using Governance.Domain;
using Governance.Domain.Signals.Registry;

namespace Governance.Tests.Signals.Registry;

public sealed class DetectorTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_officer = Actor.Part("test");
    private static readonly BaselineOf s_support = new(new DeploymentId("d1"), new ModelVersion("v1"));

    private static readonly DetectorConfiguration s_shipped =
        new(Severity.Sev3) 
    {
        FallsCount = true, MinimumSample = 30, MinimumReference = 256,
        MinimumDifference = 0.01, MaximumDifference = 0.1,
    };

    private static readonly DetectorConfiguration s_wider = s_shipped with { MinimumDifference = 0.02 };

    private static readonly DetectorState s_active = DetectorState.Shipped(s_shipped, "sha256:one");

    private static readonly DetectorState s_onTrial =
        DetectorState.Evolve(s_active, new DetectorEvent.Configured(2, s_wider, "sha256:two", s_officer, "x", s_now));

    private static readonly BackTestNote s_backTest = new("b1", "sha256:two", 1, 900, 4, 1);

    private static readonly DetectorState s_triedOnThePast =
        DetectorState.Evolve(s_onTrial, new DetectorEvent.BackTestNoted(s_backTest));

    private static readonly Readiness s_week = new("refusal-rate", true, TimeSpan.FromDays(7), "sha256:two");

    [Fact]
    public void What_was_shipped_is_active_from_the_start() =>
        (s_active.Mode, s_active.Standing.Version, s_active.Trial).ShouldBe((DetectorMode.Active, 1, null));

    [Fact]
    public void A_changed_configuration_begins_on_trial_beside_the_one_that_stands() => Given(s_active)
        .When(detector => Configure(s_wider).Decide(detector, s_now))
        .ThenState(detector =>
        {
            (detector.Mode, detector.Standing.Version).ShouldBe((DetectorMode.Active, 1));
            detector.Trial.ShouldBe(new DetectorSetup(2, s_wider, "sha256:two", s_now));
        });

    [Fact]
    public void What_stands_already_changes_nothing() => Given(s_active)
        .When(detector => Configure(s_shipped).Decide(detector, s_now)).ThenNothing();

    [Fact]
    public void What_stands_does_not_take_the_place_of_a_trial() => Given(s_onTrial)
        .When(detector => Configure(s_shipped).Decide(detector, s_now)).ThenRefused(new ConfigurationStands(1));

    [Fact]
    public void A_rule_has_nothing_to_configure() => Given(DetectorState.Shipped(null, "sha256:rule"))
        .When(detector => Configure(s_wider).Decide(detector, s_now)).ThenRefused(new RuleHasNoConfiguration());

    public static TheoryData<DetectorConfiguration, string> Faults() => new()
    {
        { s_shipped with { MinimumSample = 0 }, "MinimumSample is 1 to 10000, not 0." },
        { s_shipped with { MinimumSample = null }, "MinimumSample must be given." },
        { s_shipped with { RelativeMargin = 0.2 }, "This detector has no use for RelativeMargin." },
        { s_shipped with { MinimumDifference = double.NaN }, "MinimumDifference is 0.0001 to 1, not NaN." },
        { s_shipped with { MinimumDifference = 0.5 }, "MinimumDifference is at most MaximumDifference." },
        { s_shipped with { FallsCount = null }, "FallsCount must be given." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_configuration_without_sense_is_refused_by_name(DetectorConfiguration configuration, string fault) =>
        Given(s_active).When(detector => Configure(configuration).Decide(detector, s_now))
            .ThenRefused(new ConfigurationNotValid(fault));

    [Fact]
    public void A_trial_becomes_active_after_its_soak_with_a_runbook_and_a_back_test() => Given(s_triedOnThePast)
        .When(detector => Activate(2).Decide(detector, s_now.AddDays(7)))
        .ThenState(detector =>
        {
            detector.Standing.ShouldBe(new DetectorSetup(2, s_wider, "sha256:two", null));
            (detector.Mode, detector.Trial).ShouldBe((DetectorMode.Active, null));
        });

    [Fact]
    public void Each_thing_that_a_trial_lacks_is_named() => Given(s_onTrial)
        .When(detector => new SetDetectorMode(
            DetectorMode.Active, 2, s_week with { HasRunbook = false }, s_officer, "x")
            .Decide(detector, s_now.AddDays(2)))
        .ThenRefused(new DetectorNotReady(
            2,
            "a runbook for the alarm refusal-rate; 5 days more in monitor; "
            + "a back-test of exactly configuration 2"));

    [Fact]
    public void A_back_test_of_another_configuration_or_of_older_code_does_not_count() => Given(s_triedOnThePast)
        .When(detector => new SetDetectorMode(
            DetectorMode.Active, 2, s_week with { Digest = "sha256:two under newer code" }, s_officer, "x")
            .Decide(detector, s_now.AddDays(8)))
        .ThenRefused(new DetectorNotReady(2, "a back-test of exactly configuration 2"));

    [Fact]
    public void A_soak_is_counted_anew_after_the_detector_was_off()
    {
        var back = s_triedOnThePast;
        foreach (var (mode, day) in new[] { (DetectorMode.Off, 5), (DetectorMode.Active, 6) })
        {
            back = DetectorState.Evolve(
                back, new DetectorEvent.ModeSet(mode, 1, s_officer, "x", s_now.AddDays(day)));
        }

        Given(back).When(detector => Activate(2).Decide(detector, s_now.AddDays(8)))
            .ThenRefused(new DetectorNotReady(2, "5 days more in monitor"));
        Given(back).When(detector => Activate(2).Decide(detector, s_now.AddDays(13)))
            .ThenState(detector => detector.Standing.Version.ShouldBe(2));
    }

    [Fact]
    public void What_stood_before_may_be_active_again_at_once()
    {
        var muted = DetectorState.Evolve(
            s_onTrial, new DetectorEvent.ModeSet(DetectorMode.Monitor, 1, s_officer, "noise", s_now));
        Given(muted).When(detector => new SetDetectorMode(DetectorMode.Active, null, s_week, s_officer, "x")
                .Decide(detector, s_now))
            .ThenState(detector =>
                (detector.Mode, detector.Standing.Version, detector.Trial?.Version)
                .ShouldBe((DetectorMode.Active, 1, 2)));
    }

    [Fact]
    public void A_configuration_that_is_not_at_work_cannot_be_made_active() => Given(s_onTrial)
        .When(detector => Activate(3).Decide(detector, s_now)).ThenRefused(new NoSuchConfiguration(3));

    [Fact]
    public void A_trial_is_watched_by_its_nature() => Given(s_onTrial)
        .When(detector => new SetDetectorMode(DetectorMode.Off, 2, s_week, s_officer, "x").Decide(detector, s_now))
        .ThenRefused(new TrialIsMonitored(2));

    [Fact]
    public void A_trial_that_is_withdrawn_leaves_the_standing_one_alone() => Given(s_onTrial)
        .When(detector => new WithdrawTrial(s_officer, "worse").Decide(detector, s_now))
        .ThenState(detector => (detector.Standing.Version, detector.Trial).ShouldBe((1, null)));

    [Fact]
    public void Only_the_latest_back_tests_are_remembered()
    {
        var detector = s_active;
        for (var i = 0; i < DetectorState.MaxBackTests + 5; i++)
        {
            detector = DetectorState.Evolve(
                detector, new DetectorEvent.BackTestNoted(s_backTest with { Id = $"b{i}" }));
        }

        detector.BackTests.Count.ShouldBe(DetectorState.MaxBackTests);
        detector.BackTestOf("sha256:two").ShouldNotBeNull().Id.ShouldBe($"b{DetectorState.MaxBackTests + 4}");
    }

    [Fact]
    public void A_baseline_is_frozen_at_a_stretch_of_the_log_and_counts_up() => Given(s_active)
        .When(detector => Freeze(10, 90).Decide(detector, s_now))
        .ThenState(detector =>
            detector.BaselineOf(s_support).ShouldBe(new Baseline(2, new PositionRange(10, 90))));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(20, 10)]
    [InlineData(90, 101)]
    public void A_baseline_lies_in_the_log(long from, long through) => Given(s_active)
        .When(detector => Freeze(from, through).Decide(detector, s_now))
        .ThenRefused(new RangeNotInLog(new PositionRange(from, through), 100));

    [Fact]
    public void A_rule_compares_with_no_baseline()
    {
        var rule = DetectorState.Shipped(null, "sha256:rule");
        Given(rule).When(detector => Freeze(10, 90).Decide(detector, s_now)).ThenRefused(new NoBaselines());
        Given(rule).When(detector => new RenewBaseline(s_support, 1, s_officer, "x").Decide(detector, s_now))
            .ThenRefused(new NoBaselines());
    }

    [Fact]
    public void Of_two_who_renew_the_same_baseline_one_renews()
    {
        var renew = new RenewBaseline(s_support, 1, s_officer, "a new scorer");
        Given(s_active).When(detector => renew.Decide(detector, s_now))
            .ThenState(detector => detector.BaselineOf(s_support).ShouldBe(new Baseline(2, null)));
        Given(s_active).When(detector => (renew with { Number = 2 }).Decide(detector, s_now))
            .ThenRefused(new NoSuchBaseline(2));
    }

    private static GivenState<DetectorState, DetectorEvent> Given(DetectorState detector) =>
        A.Given<DetectorState, DetectorEvent>(detector, DetectorState.Evolve);

    private static ConfigureDetector Configure(DetectorConfiguration configuration) =>
        new(configuration, "sha256:two", s_officer, "fewer small findings");

    private static SetDetectorMode Activate(int version) =>
        new(DetectorMode.Active, version, s_week, s_officer, "it has proved itself");

    private static FreezeBaseline Freeze(long from, long through) =>
        new(s_support, new PositionRange(from, through), 100, s_officer, "the month before the change");
}
