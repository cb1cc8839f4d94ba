using System.Text.Json;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Demo;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals.Registry;

/// <summary>What a version is compared with: what came by itself, what somebody froze, what gathers anew.</summary>
public sealed class BaselineTests
{
    /// <summary>Ten seconds each; the model refuses more from the second half on.</summary>
    private const int Segments = 48;

    private static readonly Actor s_officer = Actor.Part("test");
    private static readonly DeploymentId s_deployment = new("d1");
    private static readonly ModelVersion s_version = new("v1");
    private static readonly StreamKey s_refusal = new("v1", SignalKind.Refusal, null);

    private static readonly WatchSettings s_settings =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly DetectorPolicy s_shipped = DetectorPolicy.Shipped(s_settings);

    private static readonly DetectorPolicy s_frozen = With(new DetectorEvent.BaselineFrozen(
        s_deployment, s_version, 2, 1, 12, s_officer, "the calm minutes"));

    private static readonly DetectorPolicy s_renewed = With(new DetectorEvent.BaselineRenewed(
        s_deployment, s_version, 2, s_officer, "it is meant to refuse more"));

    [Fact]
    public void A_frozen_baseline_is_what_its_stretch_holds_and_stays_so()
    {
        var sample = Frozen()[s_refusal];
        var found = Found(number => number < 14 ? s_shipped : s_frozen, out var watch);
        var alarm = found.First(one => one.Key == s_refusal && one.Alarm is not null).Alarm!;
        alarm.Baseline.ShouldBe(2);
        (alarm.Finding.Reference.N, alarm.Finding.Reference.Value).ShouldBe((sample.N, sample.Value));
        var stream = watch.StreamOf(s_refusal).ShouldNotBeNull();
        (stream.Baseline, stream.IsFrozen, stream.Yardstick!.Reference.N).ShouldBe((2, true, sample.N));
        var rolling = Found(_ => s_shipped, out _).First(one => one.Key == s_refusal && one.Alarm is not null).Alarm!;
        rolling.Baseline.ShouldBe(1);
        rolling.Finding.Reference.N.ShouldNotBe(sample.N);
    }

    [Fact]
    public void A_renewed_baseline_ends_the_episode_and_takes_what_is_done_now_for_usual()
    {
        var found = Found(number => number < (Segments / 2) + 8 ? s_shipped : s_renewed, out var watch)
            .Where(one => one.Key == s_refusal).ToList();
        found[0].Alarm.ShouldNotBeNull();
        (found[^1].Alarm, found[^1].Reason)
            .ShouldBe((null, "Baseline 2 takes the place of the one that it was compared with."));
        watch.StreamOf(s_refusal)!.Yardstick!.Reference.Value.ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Signals_after_a_kill_equal_those_without_also_on_a_frozen_baseline() =>
        JsonSerializer.Serialize(Found(number => number < 14 ? s_shipped : s_frozen, out _, kills: true))
            .ShouldBe(JsonSerializer.Serialize(Found(number => number < 14 ? s_shipped : s_frozen, out _)));

    [Fact]
    public void A_baseline_of_too_few_observations_rolls()
    {
        var shipped = s_shipped.StateOf(SignalKind.Refusal);
        var careful = s_shipped.With(SignalKind.Refusal, shipped with
        {
            Standing = shipped.Standing with
            {
                Configuration = shipped.Standing.Configuration! with { MinimumReference = 4096 },
            },
        });
        var thin = careful.With(SignalKind.Refusal, DetectorState.Evolve(
            careful.StateOf(SignalKind.Refusal),
            new DetectorEvent.BaselineFrozen(s_deployment, s_version, 2, 1, 12, s_officer, "a few minutes")))
            .For(s_deployment);
        Found(_ => thin, out var watch);
        var stream = watch.StreamOf(s_refusal).ShouldNotBeNull();
        (stream.Baseline, stream.IsFrozen).ShouldBe((2, false));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    public void A_new_scorer_version_begins_a_baseline_of_its_own_where_the_old_one_would_alarm(
        string laterVersion, bool alarms)
    {
        var watch = new DeploymentWatch(s_settings);
        var found = new List<FoundSignal>();
        for (var segment = 1; segment <= 40; segment++)
        {
            var (later, at) = (segment > 20, Traffic.Start.AddSeconds(segment * 10));
            var scores = Enumerable.Range(0, 60).Select(i => new Observation
            {
                Kind = ObservationKind.Evaluation, StartedAt = at.AddSeconds(i / 6.0), ModelVersion = "v1",
                Context = "production", TraceId = $"{segment:x16}{i:x16}", EvaluationName = "helpfulness",
                EvaluatorId = "judge", EvaluatorVersion = later ? laterVersion : "1",
                Score = (later ? 0.4 : 0.7) + (i % 5 * 0.05),
            }).ToList();
            found.AddRange(watch.Take(new WatchedSegment(segment, at.AddSeconds(10), "support", scores, 1)));
        }

        found.Any(one => one.Alarm is not null).ShouldBe(alarms);
        watch.Streams.Count(stream => stream.Key.Signal is SignalKind.EvaluationScore).ShouldBe(alarms ? 1 : 2);
    }

    private static DetectorPolicy With(DetectorEvent fact) => s_shipped.With(
        SignalKind.Refusal, DetectorState.Evolve(s_shipped.StateOf(SignalKind.Refusal), fact)).For(s_deployment);

    private static IEnumerable<WatchedSegment> Play()
    {
        var turns = Traffic.Start.AddSeconds(10 * Segments / 2);
        return new Traffic(seed: 41).Play(
            Traffic.Start, TimeSpan.FromSeconds(10 * Segments), 20, TimeSpan.FromSeconds(10), [("v1", 1)],
            (_, at) => new Behaviour { Refusal = at >= turns ? 0.4 : 0.05 });
    }

    private static IReadOnlyDictionary<StreamKey, Sample> Frozen()
    {
        var sample = new BaselineSample("v1", s_settings);
        foreach (var segment in Play().Take(12))
            sample.Take(segment.Observations, segment.RecordedAt);
        return sample.Samples;
    }

    private static List<FoundSignal> Found(
        Func<int, DetectorPolicy> policyOf, out DeploymentWatch watch, bool kills = false)
    {
        var found = new List<FoundSignal>();
        watch = new DeploymentWatch(s_settings, policyOf(0));
        var frozen = Frozen();
        foreach (var (number, segment) in Play().Index())
        {
            var policy = policyOf(number);
            found.AddRange(watch.Take(segment with { Policy = policy, Frozen = frozen }));
            if (!kills)
                continue;
            var bytes = new MemoryStream();
            watch.Save(new BinaryWriter(bytes));
            bytes.Position = 0;
            watch = new DeploymentWatch(s_settings, policy);
            watch.Load(new BinaryReader(bytes));
            bytes.Position.ShouldBe(bytes.Length);
        }

        return found;
    }
}
