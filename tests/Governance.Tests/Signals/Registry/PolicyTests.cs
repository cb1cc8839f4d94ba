using System.Text.Json;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Demo;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals.Registry;

/// <summary>What the registry says is what the watch does.</summary>
public sealed class PolicyTests
{
    private static readonly DateTimeOffset s_now = Traffic.Start;
    private static readonly Actor s_officer = Actor.Part("test");

    private static readonly WatchSettings s_settings =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly DetectorPolicy s_shipped = DetectorPolicy.Shipped(s_settings);

    /// <summary>Far less sensitive than what is shipped.</summary>
    private static readonly DetectorPolicy s_deafTrial = OnTrial(s_shipped, ratio: 90, difference: 0.9);

    /// <summary>As sensitive, under another number.</summary>
    private static readonly DetectorPolicy s_likeTrial = OnTrial(s_shipped, ratio: 0.49, difference: 0.05);

    [Fact]
    public void What_is_on_trial_finds_in_monitor_and_changes_nothing_of_what_stands()
    {
        var alone = Found(_ => s_shipped);
        var beside = Found(_ => s_likeTrial);
        alone.ShouldContain(one => one.Key.Signal == SignalKind.Refusal && one.Alarm != null);
        Json(beside.Where(one => !IsTrial(one))).ShouldBe(Json(alone));
        var tried = beside.Where(IsTrial).ToList();
        tried.ShouldNotBeEmpty();
        tried.ShouldAllBe(one => one.Key.Signal == SignalKind.Refusal && one.By!.Mode == DetectorMode.Monitor);
        tried.ShouldAllBe(one => one.Detector.EndsWith(" on trial", StringComparison.Ordinal));
        tried[0].By!.Digest.ShouldNotBe(alone[0].By!.Digest);
    }

    [Fact]
    public void A_deafer_configuration_on_trial_finds_less() =>
        Found(_ => s_deafTrial).Where(IsTrial).ShouldBeEmpty();

    [Fact]
    public void A_trial_that_comes_to_stand_needs_no_second_warm_up()
    {
        var promoted = s_likeTrial.With(SignalKind.Refusal, DetectorState.Evolve(
            s_likeTrial.StateOf(SignalKind.Refusal),
            new DetectorEvent.ModeSet(DetectorMode.Active, 2, s_officer, "better", s_now)));
        var found = Found(number => number < ChangesAt ? s_likeTrial : promoted);
        var alarm = found.First(one => one.Key.Signal == SignalKind.Refusal && one.Alarm != null);
        (alarm.By!.Version, alarm.By.IsTrial, alarm.By.Mode).ShouldBe((2, false, DetectorMode.Active));
        // It stands from the segment of the change on, and compares with what it had learned before.
        alarm.Alarm!.Finding.Reference.From.ShouldBeLessThan(Traffic.Start.AddMinutes(1));
        found.ShouldNotContain(one => IsTrial(one) && one.Alarm != null);
    }

    [Fact]
    public void A_detector_that_is_off_finds_nothing_and_what_it_had_open_ends()
    {
        var off = Mode(DetectorMode.Off);
        Found(_ => off).ShouldNotContain(one => one.Key.Signal == SignalKind.Refusal);
        var found = Found(number => number < ChangesAt + 6 ? s_shipped : off)
            .Where(one => one.Key.Signal == SignalKind.Refusal).ToList();
        found[0].Alarm.ShouldNotBeNull();
        (found[^1].Alarm, found[^1].Reason).ShouldBe((null, "Another configuration judges from here on, or none."));
    }

    [Fact]
    public void Another_mode_says_otherwise_what_is_found_and_finds_the_same()
    {
        var found = Found(number => number < ChangesAt ? s_shipped : Mode(DetectorMode.Monitor));
        Json(found).ShouldBe(Json(Found(_ => s_shipped)));
        found.First(one => one.Key.Signal == SignalKind.Refusal).By!.Mode.ShouldBe(DetectorMode.Monitor);
    }

    [Fact]
    public void Signals_after_a_kill_equal_those_without_also_with_a_trial() =>
        Json(Found(_ => s_likeTrial, kills: true)).ShouldBe(Json(Found(_ => s_likeTrial)));

    [Fact]
    public void A_state_of_another_version_is_refused()
    {
        var bytes = new MemoryStream();
        new DeploymentWatch(s_settings).Save(new BinaryWriter(bytes));
        bytes.Position = 0;
        bytes.WriteByte(200);
        bytes.Position = 0;
        Should.Throw<InvalidDataException>(() => new DeploymentWatch(s_settings).Load(new BinaryReader(bytes)));
    }

    [Fact]
    public void Every_measured_detector_is_shipped_with_a_configuration_that_makes_sense()
    {
        foreach (var signal in Enum.GetValues<SignalKind>())
        {
            var standing = s_shipped.Standing(signal).ShouldNotBeNull();
            standing.Configuration.ShouldBe(ShippedConfiguration.Of(signal, s_settings.Watch));
            (standing.Configuration is null).ShouldBe(signal.IsFoundByRule());
            standing.Configuration?.FaultInPlaceOf(standing.Configuration).ShouldBeNull();
            if (signal.IsFoundByRule())
                continue;
            var key = new StreamKey("v1", signal, null);
            standing.MeasureOf(key).ShouldBe(WatchedSignals.MeasureOf(key));
            standing.OptionsOf(s_settings).ShouldBe(signal is SignalKind.EvaluationGap
                ? s_settings.Watch with { MinimumOddsRatio = EvaluationGaps.MinimumOddsRatio }
                : s_settings.Watch);
        }

        Enum.GetValues<SignalKind>().Select(signal => s_shipped.Standing(signal)!.Digest).Distinct().Count()
            .ShouldBe(Enum.GetValues<SignalKind>().Length);
    }

    /// <summary>Segments before the model begins to refuse.</summary>
    private const int ChangesAt = 24;

    private static bool IsTrial(FoundSignal found) => found.By is { IsTrial: true };

    private static string Json(IEnumerable<FoundSignal> found) => JsonSerializer.Serialize(found);

    private static DetectorPolicy Mode(DetectorMode mode) => s_shipped.With(SignalKind.Refusal, DetectorState.Evolve(
        s_shipped.StateOf(SignalKind.Refusal), new DetectorEvent.ModeSet(mode, 1, s_officer, "x", s_now)));

    private static DetectorPolicy OnTrial(DetectorPolicy policy, double ratio, double difference)
    {
        var state = policy.StateOf(SignalKind.Refusal);
        var configuration = state.Standing.Configuration! with
        {
            MinimumRatio = ratio,
            MinimumDifference = Math.Min(difference, 0.05),
            MaximumDifference = difference,
        };
        return policy.With(SignalKind.Refusal, DetectorState.Evolve(
            state,
            new DetectorEvent.Configured(2, configuration, "sha256:told", s_officer, "a try", s_now)));
    }

    private static List<FoundSignal> Found(Func<int, DetectorPolicy> policyOf, bool kills = false)
    {
        var found = new List<FoundSignal>();
        var watch = new DeploymentWatch(s_settings, policyOf(0));
        var turns = Traffic.Start.AddSeconds(10 * ChangesAt);
        var segments = new Traffic(seed: 31).Play(
            Traffic.Start, TimeSpan.FromSeconds(10 * (ChangesAt + 12)), 20, TimeSpan.FromSeconds(10), [("v1", 1)],
            (_, at) => new Behaviour { Refusal = at >= turns ? 0.4 : 0.05 });
        foreach (var (number, segment) in segments.Index())
        {
            var policy = policyOf(number);
            found.AddRange(watch.Take(segment with { Policy = policy }));
            if (kills)
                watch = Reloaded(watch, policy);
        }

        return found;
    }

    private static DeploymentWatch Reloaded(DeploymentWatch watch, DetectorPolicy policy)
    {
        var bytes = new MemoryStream();
        watch.Save(new BinaryWriter(bytes));
        bytes.Position = 0;
        var copy = new DeploymentWatch(s_settings, policy);
        copy.Load(new BinaryReader(bytes));
        bytes.Position.ShouldBe(bytes.Length);
        return copy;
    }
}
