using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Backtests.Trying;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals.Backtests;

/// <summary>What a variant makes of the policy that stood in the log.</summary>
public sealed class TrialSettingsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeploymentId s_deployment = new("d1");
    private static readonly Actor s_officer = Actor.Part("test");

    private static readonly WatchSettings s_settings =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly DetectorConfiguration s_note =
        ShippedConfiguration.Of(SignalKind.Refusal, s_settings.Watch)! with { Severity = Severity.Sev5 };

    /// <summary>Refusals have a configuration on trial and a frozen baseline, and were only recorded.</summary>
    private static readonly DetectorPolicy s_asItRan = After(
        new DetectorEvent.Configured(2, s_note with { Severity = Severity.Sev4 }, "", s_officer, "quieter", s_now),
        new DetectorEvent.BaselineFrozen(s_deployment, new ModelVersion("v1"), 2, 1, 12, s_officer, "a good week"),
        new DetectorEvent.ModeSet(DetectorMode.Monitor, 1, s_officer, "noisy", s_now));

    [Fact]
    public void Nothing_changed_is_the_policy_that_stood() =>
        Tried(BacktestVariant.AsItRan).ShouldBeSameAs(s_asItRan);

    [Fact]
    public void What_is_off_is_judged_in_no_way()
    {
        var off = Tried(Of(new TriedDetector(SignalKind.Refusal, DetectorMode.Off, null)));
        off.Standing(SignalKind.Refusal).ShouldBeNull();
        off.Trial(SignalKind.Refusal).ShouldBeNull();
        off.Standing(SignalKind.Latency).ShouldBe(s_asItRan.Standing(SignalKind.Latency));
    }

    [Fact]
    public void Another_mode_leaves_the_configurations_as_they_ran()
    {
        var active = Tried(Of(new TriedDetector(SignalKind.Refusal, DetectorMode.Active, null)));
        active.Standing(SignalKind.Refusal)!.Mode.ShouldBe(DetectorMode.Active);
        active.Standing(SignalKind.Refusal)!.Digest.ShouldBe(s_asItRan.Standing(SignalKind.Refusal)!.Digest);
        active.Trial(SignalKind.Refusal).ShouldBe(s_asItRan.Trial(SignalKind.Refusal));
    }

    [Fact]
    public void Another_configuration_stands_alone_in_the_mode_and_on_the_baselines_that_there_were()
    {
        var tried = Tried(Of(new TriedDetector(SignalKind.Refusal, null, s_note)));
        var standing = tried.Standing(SignalKind.Refusal).ShouldNotBeNull();
        (standing.Configuration, standing.Mode).ShouldBe((s_note, DetectorMode.Monitor));
        tried.Trial(SignalKind.Refusal).ShouldBeNull();
        tried.FrozenOf(s_deployment).Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_on_trial_stands_active_with_the_digest_that_it_will_carry()
    {
        var tried = Tried(new BacktestVariant { TrialOf = SignalKind.Refusal });
        var standing = tried.Standing(SignalKind.Refusal).ShouldNotBeNull();
        (standing.Mode, standing.Digest)
            .ShouldBe((DetectorMode.Active, s_asItRan.Trial(SignalKind.Refusal)!.Digest));
        tried.FrozenOf(s_deployment).Count.ShouldBe(1);
    }

    [Fact]
    public void Margins_widen_what_is_configured_otherwise_too() =>
        Tried(Of(new TriedDetector(SignalKind.Refusal, null, s_note)) with { Margins = 2 })
            .Standing(SignalKind.Refusal)!.Configuration!.MinimumRatio.ShouldBe(2 * s_note.MinimumRatio);

    private static BacktestVariant Of(TriedDetector tried) => new() { Detectors = [tried] };

    private static DetectorPolicy Tried(BacktestVariant variant) =>
        new TrialSettings(s_settings, variant, s_asItRan).PolicyOf(s_asItRan);

    private static DetectorPolicy After(params DetectorEvent[] facts)
    {
        var shipped = DetectorPolicy.Shipped(s_settings);
        return shipped.With(
            SignalKind.Refusal, facts.Aggregate(shipped.StateOf(SignalKind.Refusal), DetectorState.Evolve));
    }
}
