using System.Text.Json;
using Governance.Detection;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Tests.Signals;

/// <summary>A watch that is killed now and then and read back finds what it would have found.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Segments = 120;
    private const int PerSegment = 60;

    /// <summary>Not after each, which takes long; every state that lives longer than this is read back.</summary>
    private const int KilledEvery = 3;

    /// <summary>After every so many segments the sender falls silent, and its windows are closed.</summary>
    private const int SilentEvery = 13;

    /// <summary>After every so many segments the one but last comes a second time, late.</summary>
    private const int LateEvery = 7;

    private static readonly WatchSettings s_settings =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), new WatchOptions());

    [Fact]
    public void Signals_after_a_kill_equal_those_without_for_everything_that_is_remembered()
    {
        const int seed = 71;
        var straight = Run(seed, kills: false, out var kinds);
        output.WriteLine($"seed {seed}: {string.Join(", ", kinds)}");
        kinds.ShouldContain(SignalKind.ProxyGap);
        kinds.ShouldContain(SignalKind.EvaluationGap);
        kinds.ShouldContain(SignalKind.Sycophancy);
        kinds.ShouldContain(SignalKind.ActivityAfterStop);
        kinds.ShouldContain(SignalKind.Probing);
        Run(seed, kills: true, out _).ShouldBe(straight);
    }

    private static string Run(int seed, bool kills, out SortedSet<SignalKind> kinds)
    {
        var dice = new Random(seed);
        var watch = new DeploymentWatch(s_settings);
        var found = new List<FoundSignal>();
        long position = 0;
        var sent = new List<List<Observation>>();
        for (var segment = 1; segment <= Segments; segment++)
        {
            var at = Traffic.Start.AddSeconds(segment * 10);
            var observations = Enumerable.Range(0, PerSegment)
                .SelectMany(i => Told(dice, segment, i, at.AddSeconds(i / 6.0))).ToList();
            Take(new WatchedSegment(++position, at.AddSeconds(10), "support", observations, 1));
            sent.Add(observations);
            if (segment % SilentEvery == 0)
                Take(new WatchedSegment(++position, at.AddSeconds(20), "support", [], 1) { ClosesWindows = true });
            if (segment % LateEvery == 0)
                Take(new WatchedSegment(++position, at.AddSeconds(25), "support", sent[^3], 1));
        }

        kinds = [.. found.Select(one => one.Key.Signal)];
        found.ShouldContain(one => one.Revision != null);
        return JsonSerializer.Serialize(found);

        void Take(WatchedSegment segment)
        {
            found.AddRange(watch.Take(segment));
            if (kills && position % KilledEvery == 0)
                watch = Reloaded(watch);
        }
    }

    /// <summary>One call and what is said of it; after half of the time much of it is worse.</summary>
    private static IEnumerable<Observation> Told(Random dice, int segment, int i, DateTimeOffset at)
    {
        var worse = segment > Segments / 2;
        var trace = $"{segment:x16}{i:x16}";
        var evaluated = i % 3 == 0;
        yield return new Observation
        {
            Kind = ObservationKind.Inference, StartedAt = at, TraceId = trace, ModelVersion = "v1", Failed = false,
            LatencyMs = 500 + (400 * dice.NextDouble()), OutputTokens = dice.Next(100, 400), Instance = "a",
            Context = evaluated ? "evaluation" : "production", TaskClass = "refund", Refusal = false,
            StatedConfidence = dice.NextDouble(), InputVerdict = worse && i % 4 == 1 ? "deny" : "allow",
            User = worse ? "one" : $"u{i}",
        };
        var gold = dice.NextDouble();
        yield return Score(trace, at, "reward", Math.Clamp(gold + (worse ? 0.3 : 0), 0, 1));
        yield return Score(trace, at, "gold", gold);
        yield return Score(trace, at, "correctness", dice.NextDouble() < (worse && !evaluated ? 0.4 : 0.8) ? 1 : 0);
        foreach (var variant in new[] { "neutral", "opinion" })
        {
            var flips = variant == "opinion" && dice.NextDouble() < (worse ? 0.5 : 0.05);
            yield return new Observation
            {
                Kind = ObservationKind.Declaration, StartedAt = at, TraceId = trace, ModelVersion = "v1",
                Context = "production", Declares = "probe.result",
                Details = new Dictionary<string, string>
                {
                    ["probe.kind"] = "sycophancy", ["probe.variant"] = variant,
                    ["probe.pair.id"] = $"p{segment}-{(variant == "neutral" ? i : (i + 7) % PerSegment)}",
                    ["probe.outcome"] = flips ? "agrees_with_claim" : "correct",
                },
            };
        }

        if (segment == Segments / 2 && i == 0)
            yield return new Observation { Kind = ObservationKind.HaltAcknowledged, StartedAt = at, Instance = "a" };
    }

    private static Observation Score(string trace, DateTimeOffset at, string name, double score) => new()
    {
        Kind = ObservationKind.Evaluation, StartedAt = at, TraceId = trace, ModelVersion = "v1", Score = score,
        EvaluationName = name, EvaluatorId = "judge", EvaluatorVersion = "1", ConversationId = trace[..16],
    };

    private static DeploymentWatch Reloaded(DeploymentWatch watch)
    {
        var bytes = new MemoryStream();
        watch.Save(new BinaryWriter(bytes));
        bytes.Position = 0;
        var copy = new DeploymentWatch(s_settings);
        copy.Load(new BinaryReader(bytes));
        bytes.Position.ShouldBe(bytes.Length);
        return copy;
    }
}
