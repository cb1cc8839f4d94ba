using System.Text;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Index;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Intake.Segments;

namespace Governance.Tests.Observations;

/// <summary>What is told from raw lines is what the observations themselves say.</summary>
public sealed class SegmentSearchTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private static readonly string?[] s_finishes = ["stop", "refusal", "length", null, "größer \"als\" <x>"];

    [Fact]
    public void A_question_finds_the_lines_whose_observations_fulfil_it()
    {
        var observations = Observations(seed: 7, count: 400);
        (string Asked, Func<Observation, bool> Holds)[] questions =
        [
            ("", _ => true),
            ("finish:refusal", one => one.Finish is "refusal"),
            ("finish:\"größer \\u0022als\\u0022\"", _ => false),
            ("finish:refusal finish:length", one => one.Finish is "refusal" or "length"),
            ("finish:refusal tool:search", one => one is { Finish: "refusal", Tool: "search" }),
            ("kind:evaluation score:<0.3", one => one is { Kind: ObservationKind.Evaluation, Score: < 0.3 }),
            ("score:0.5..1", one => one.Score is >= 0.5 and <= 1),
            ("latency:>500 kind:inference", one => one is { Kind: ObservationKind.Inference, LatencyMs: > 500 }),
            ("is:failed", one => one.Failed is true),
            ("is:refused", one => one.Refusal is true),
            ("since:2026-11-21T08:01 until:2026-11-21T08:03",
                one => one.StartedAt >= s_start.AddMinutes(1) && one.StartedAt < s_start.AddMinutes(3)),
            ("trace:00000000000000000000000000000007 version:v2",
                one => one is { TraceId: "00000000000000000000000000000007", ModelVersion: "v2" }),
        ];
        foreach (var (asked, holds) in questions)
        {
            var expected = observations.Index().Where(one => holds(one.Item)).Select(one => one.Index).ToList();
            Find(observations, asked, int.MaxValue).ShouldBe(expected, $"asked: {asked}");
            Find(observations, asked, 100).ShouldBe(expected.Where(index => index < 100), $"asked: {asked}");
        }
    }

    [Fact]
    public void A_text_that_JSON_escapes_is_found_as_it_is()
    {
        var question = Question.Of("finish", s_finishes[^1]!);
        var observations = Observations(seed: 3, count: 50);
        Find(observations, new LineTest(question), int.MaxValue)
            .ShouldBe(observations.Index().Where(one => one.Item.Finish == s_finishes[^1]).Select(one => one.Index));
    }

    [Fact]
    public void A_word_inside_a_nested_object_is_not_the_observations_own()
    {
        Observation[] observations =
        [
            new()
            {
                Kind = ObservationKind.Inference, StartedAt = s_start,
                Segments = new Dictionary<string, string> { ["finish"] = "refusal" },
            },
            new() { Kind = ObservationKind.Inference, StartedAt = s_start, Finish = "refusal" },
        ];
        Find(observations, "finish:refusal", int.MaxValue).ShouldBe([1]);
    }

    [Fact]
    public void A_filter_never_denies_what_is_there_and_seldom_grants_what_is_not()
    {
        var observations = Observations(seed: 11, count: 2_000);
        var filter = SegmentFilter.Of(observations);
        foreach (var field in SearchField.All.Where(field => field.IsIndexed))
        {
            foreach (var value in observations.Select(field.Of).OfType<string>().Distinct())
                SegmentFilter.MayHold(filter, SegmentFilter.IdOf(field.Member, value)).ShouldBeTrue();
        }

        var granted = Enumerable.Range(0, 10_000)
            .Count(n => SegmentFilter.MayHold(filter, SegmentFilter.IdOf("traceId", $"absent-{n}")));
        granted.ShouldBeLessThan(100);
    }

    [Fact]
    public void A_filter_is_what_it_was_when_it_was_stored()
    {
        var one = new Observation { Kind = ObservationKind.Inference, StartedAt = s_start, TraceId = "a" };
        var filter = SegmentFilter.Of([one with { Finish = "b" }]);
        Convert.ToHexStringLower(filter).ShouldBe("58ad56a3");
    }

    [Fact]
    public void A_filter_stays_small_where_nothing_is_shared()
    {
        var observations = Enumerable.Range(0, 500).Select(n => new Observation
        {
            Kind = ObservationKind.Inference, StartedAt = s_start, TraceId = $"t{n}", ConversationId = $"c{n}",
            User = $"u{n}", TargetResponseId = $"r{n}", Label = $"l{n}",
        }).ToList();
        SegmentFilter.Of(observations).Length.ShouldBe(2_064);
    }

    private static List<int> Find(IReadOnlyList<Observation> observations, string asked, int before) =>
        Find(observations, new LineTest(Tokens.Parse(asked, s_start)), before);

    private static List<int> Find(IReadOnlyList<Observation> observations, LineTest test, int before)
    {
        var lines = new StringBuilder();
        foreach (var observation in observations)
            lines.Append(JsonSerializer.Serialize(observation, ObservationJson.Default.Observation)).Append('\n');
        var raw = Encoding.UTF8.GetBytes(lines.ToString());
        return [.. SegmentLines.Find(raw, test, before).Select(line => line.Index)];
    }

    private static List<Observation> Observations(int seed, int count)
    {
        var dice = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(n => new Observation
            {
                Kind = (ObservationKind)dice.Next(9),
                StartedAt = s_start.AddSeconds(n),
                TraceId = $"{dice.Next(20):d32}",
                ModelVersion = dice.Next(2) == 0 ? "v1" : "v2",
                Finish = s_finishes[dice.Next(s_finishes.Length)],
                Tool = dice.Next(3) == 0 ? "search" : null,
                LatencyMs = dice.Next(3) == 0 ? null : dice.Next(1_000),
                Score = dice.Next(2) == 0 ? null : dice.NextDouble(),
                Failed = dice.Next(3) switch { 0 => null, 1 => true, _ => false },
                Refusal = dice.Next(4) == 0 ? true : null,
            }),
        ];
    }
}
