using System.Diagnostics;
using System.Text.Json;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Demo;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals;

public sealed class WatchingTests(ITestOutputHelper output)
{
    private static readonly WatchSettings s_live =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly WatchSettings s_minutes =
        new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), new WatchOptions());

    private static readonly IReadOnlyList<(string, double)> s_both = [("v1", 0.9), ("v2", 0.1)];

    [Fact]
    public void A_quiet_month_of_a_fleet_brings_no_signal_at_all_and_is_read_in_seconds()
    {
        const int seed = 7;
        var observations = 0;
        var signals = new List<FoundSignal>();
        var clock = new Stopwatch();
        for (var i = 0; i < 12; i++)
        {
            IReadOnlyList<(string, double)> versions = i == 5 ? [("v2", 0.95), ("v3", 0.05)] : [("v1", 1)];
            var watch = new DeploymentWatch(i % 2 == 0 ? s_minutes : s_live);
            var rate = 0.002 * (1 + (i % 4));
            var segments = new Traffic(seed + i)
                .Play(Traffic.Start, TimeSpan.FromDays(30), rate, TimeSpan.FromDays(1), versions, rhythm: 0.5)
                .ToList();
            observations += segments.Sum(x => x.Observations.Count);
            clock.Start();
            foreach (var segment in segments)
                signals.AddRange(watch.Take(segment));
            clock.Stop();
        }

        output.WriteLine($"seed {seed}: {observations} observations, {observations / clock.Elapsed.TotalSeconds:F0}/s");
        signals.ShouldBeEmpty();
        // A hundredth of what a quiet machine reads: it only fails when something is quadratic.
        (observations / clock.Elapsed.TotalSeconds).ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData(5, 101)]
    [InlineData(10, 102)]
    public void A_tool_that_only_the_candidate_calls_is_found_within_seconds(double conversationsPerSecond, int seed)
    {
        var turns = Traffic.Start.AddSeconds(90);
        var found = Live(seed, conversationsPerSecond, 150, (version, at) =>
            new Behaviour { UnseenToolShare = version == "v2" && at >= turns ? 0.6 : 0 });
        var signal = found.ShouldHaveSingleItem();
        signal.Found.Key.ShouldBe(new StreamKey("v2", SignalKind.UnseenTool, null));
        var alarm = signal.Found.Alarm.ShouldNotBeNull();
        alarm.Tool.ShouldBe("run_shell");
        alarm.Addresses.Count.ShouldBeGreaterThanOrEqualTo(3);
        var delay = (signal.At - turns).TotalSeconds;
        output.WriteLine($"seed {seed}: {delay:F0} s after the change, p {alarm.Finding.PValue:E1}");
        delay.ShouldBeLessThan(40);
    }

    [Fact]
    public void Longer_prompts_in_both_arms_are_at_most_a_note()
    {
        var turns = Traffic.Start.AddSeconds(120);
        var found = Live(103, 10, 300, (_, at) => new Behaviour { InputTokensMedian = at >= turns ? 1600 : 650 });
        found.ShouldNotBeEmpty();
        found.ShouldContain(x => x.Found.Key.Signal == SignalKind.InputTokens);
        found.ShouldAllBe(x => x.Found.Key.Version == "v1");
        found.ShouldAllBe(x => WatchedSignals.SeverityOf(x.Found.Key.Signal) == Severity.Sev5);
    }

    [Fact]
    public void Slower_and_longer_answers_of_both_arms_are_not_blamed_on_the_candidate()
    {
        var turns = Traffic.Start.AddSeconds(120);
        var found = Live(104, 10, 300, (_, at) =>
            at >= turns ? new Behaviour { LatencyMsMedian = 1800, OutputTokensMedian = 420 } : new Behaviour());
        found.Select(x => x.Found.Key.Version).Distinct().ShouldBe(["v1"]);
        found.Select(x => x.Found.Key.Signal).Distinct().Order()
            .ShouldBe([SignalKind.Latency, SignalKind.OutputTokens]);
    }

    [Fact]
    public void A_candidate_that_alone_gets_worse_is_found_beside_the_stable_version()
    {
        var turns = Traffic.Start.AddSeconds(120);
        var found = Live(105, 10, 420, (version, at) => version == "v2" && at >= turns
            ? new Behaviour { Refusal = 0.2, LatencyMsMedian = 2000 }
            : new Behaviour());
        found.Select(x => x.Found.Key.Version).Distinct().ShouldBe(["v2"]);
        found.Select(x => x.Found.Key.Signal).Distinct().Order().ShouldBe([SignalKind.Refusal, SignalKind.Latency]);
        found.ShouldAllBe(x => x.Found.Alarm!.ComparedWith == "v1");
        foreach (var (signal, at) in found)
            output.WriteLine($"{signal.Key.Signal} by {signal.Detector} after {(at - turns).TotalSeconds:F0} s");
    }

    [Fact]
    public void A_sole_version_is_compared_with_its_own_past()
    {
        var turns = Traffic.Start.AddHours(12);
        var watch = new DeploymentWatch(s_minutes);
        var segments = new Traffic(106).Play(
            Traffic.Start, TimeSpan.FromHours(16), 0.2, TimeSpan.FromMinutes(5), [("v1", 1)],
            (_, at) => new Behaviour { ToolError = at >= turns ? 0.25 : 0.03 });
        var found = segments
            .SelectMany(segment => watch.Take(segment).Select(x => (x.Key, segment.RecordedAt)))
            .ToList();
        found.ShouldNotBeEmpty();
        found.ShouldAllBe(x => x.Key.Signal == SignalKind.ToolError && x.RecordedAt > turns);
        (found[0].RecordedAt - turns).TotalHours.ShouldBeLessThan(1);
    }

    [Fact]
    public void The_same_segments_give_the_same_findings_also_over_a_saved_and_loaded_watch()
    {
        var turns = Traffic.Start.AddSeconds(120);
        var segments = new Traffic(107).Play(
            Traffic.Start, TimeSpan.FromSeconds(300), 10, TimeSpan.FromSeconds(1), s_both,
            (version, at) => version == "v2" && at >= turns
                ? new Behaviour { Refusal = 0.3, ToolError = 0.3, UnseenToolShare = 0.5 }
                : new Behaviour()).ToList();
        var straight = Run(segments, reload: false);
        straight.ShouldNotBe("[]");
        Run(segments, reload: false).ShouldBe(straight);
        Run(segments, reload: true).ShouldBe(straight);
    }

    [Fact]
    public void Late_observations_make_a_new_revision_of_their_window()
    {
        var watch = new DeploymentWatch(s_live);
        var segments = new Traffic(108).Play(
            Traffic.Start, TimeSpan.FromSeconds(60), 10, TimeSpan.FromSeconds(1), [("v1", 1)]).ToList();
        foreach (var segment in segments)
            watch.Take(segment);
        var key = new StreamKey("v1", SignalKind.Refusal, null);
        var before = watch.StreamOf(key)!.Series.Between(Traffic.Start, Traffic.Start.AddSeconds(5)).Single();
        var late = segments[0] with { Position = 1000, RecordedAt = Traffic.Start.AddSeconds(61) };
        watch.Take(late);
        var after = watch.StreamOf(key)!.Series.Between(Traffic.Start, Traffic.Start.AddSeconds(5)).Single();
        (before.Revision, after.Revision).ShouldBe((1, 2));
        after.N.ShouldBeGreaterThan(before.N);
    }

    [Fact]
    public void What_is_not_said_is_not_measured()
    {
        var watch = new DeploymentWatch(s_live);
        foreach (var segment in new Traffic(109).Play(
            Traffic.Start, TimeSpan.FromSeconds(60), 10, TimeSpan.FromSeconds(1), [("v1", 1)]))
        {
            var silent = segment.Observations.Select(x => x with { Refusal = null });
            watch.Take(segment with { Observations = [.. silent] });
        }

        watch.Coverage.Known(SignalKind.Refusal).ShouldBe(0);
        watch.Coverage.Of(Among.ModelCalls).ShouldBeGreaterThan(500);
        watch.StreamOf(new StreamKey("v1", SignalKind.Refusal, null)).ShouldBeNull();
    }

    private static List<(FoundSignal Found, DateTimeOffset At)> Live(
        int seed, double conversationsPerSecond, int seconds, Func<string, DateTimeOffset, Behaviour> behaviour)
    {
        var watch = new DeploymentWatch(s_live);
        var second = TimeSpan.FromSeconds(1);
        return [.. new Traffic(seed)
            .Play(Traffic.Start, seconds * second, conversationsPerSecond, second, s_both, behaviour)
            .SelectMany(segment => watch.Take(segment).Select(found => (found, segment.RecordedAt)))
            .Where(x => x.found.Alarm is not null && x.found.Alarms == 1)];
    }

    private static string Run(List<WatchedSegment> segments, bool reload)
    {
        var watch = new DeploymentWatch(s_live);
        var found = new List<FoundSignal>();
        foreach (var segment in segments)
        {
            found.AddRange(watch.Take(segment));
            if (reload && segment.Position % 37 == 0)
                watch = Reloaded(watch);
        }

        return JsonSerializer.Serialize(found);
    }

    private static DeploymentWatch Reloaded(DeploymentWatch watch)
    {
        var bytes = new MemoryStream();
        watch.Save(new BinaryWriter(bytes));
        bytes.Position = 0;
        var copy = new DeploymentWatch(s_live);
        copy.Load(new BinaryReader(bytes));
        bytes.Position.ShouldBe(bytes.Length);
        return copy;
    }
}
