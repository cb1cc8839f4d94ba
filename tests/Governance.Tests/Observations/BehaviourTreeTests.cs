using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Behaviour.Trees;
using Governance.Server.Intake.Segments;

namespace Governance.Tests.Observations;

public sealed class BehaviourTreeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_span_stands_under_its_parent_and_siblings_in_the_order_they_began() => Drawn(
        Span("agent", at: 0), Span("late", at: 5, parent: "agent"), Span("early", at: 1, parent: "agent"),
        Span("inner", at: 2, parent: "early")).ShouldBe(["agent", "+early", "++inner", "+late"]);

    [Fact]
    public void What_speaks_of_a_span_stands_under_it() => Drawn(
        Span("chat", at: 0),
        Record("verdict", at: 3) with { SpanId = "chat" }).ShouldBe(["chat", "+verdict"]);

    [Fact]
    public void What_judges_an_answer_stands_under_the_call_that_gave_it_whatever_its_trace() => Drawn(
        Span("chat", at: 0) with { ResponseId = "r1" },
        Record("score", at: 60) with { TraceId = "elsewhere", TargetResponseId = "r1" })
        .ShouldBe(["chat", "+score"]);

    [Fact]
    public void A_parent_that_was_not_received_leaves_an_orphan() => Drawn(
        Span("tool", at: 0, parent: "unknown"), Span("root", at: 1)).ShouldBe(["tool?", "root"]);

    [Fact]
    public void The_same_span_id_in_another_trace_is_another_span() => Drawn(
        Span("chat", at: 0) with { TraceId = "other" }, Span("tool", at: 1, parent: "chat"))
        .ShouldBe(["chat", "tool?"]);

    [Fact]
    public void Spans_that_are_each_others_parents_are_shown_all_the_same()
    {
        var drawn = Drawn(
            Span("a", at: 0, parent: "c"), Span("b", at: 1, parent: "a"), Span("c", at: 2, parent: "b"),
            Span("self", at: 3, parent: "self"));
        drawn.Count.ShouldBe(4);
        drawn.Count(line => !line.StartsWith('+')).ShouldBe(2);
    }

    [Fact]
    public void Every_observation_is_shown_once_whatever_the_parents_are()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var dice = new Random(seed);
            var spans = Enumerable.Range(0, 30)
                .Select(n => Span($"s{n}", at: dice.Next(30), parent: $"s{dice.Next(40)}")).ToArray();
            Drawn(spans).Select(line => line.Trim('+', '?')).Order().ShouldBe(
                spans.Select(span => span.SpanId!).Order(), $"seed {seed}");
        }
    }

    private static List<string> Drawn(params Observation[] observations) =>
    [
        .. BehaviourTree.Of(observations.Select((one, index) => new FoundObservation(
                new ObservationAddress(1, index), "d", "support", s_start,
                JsonSerializer.SerializeToUtf8Bytes(one, ObservationJson.Default.Observation)))).Nodes
            .Select(node => new string('+', node.Depth) + (node.Seen.Label ?? node.Seen.SpanId)
                + (node.IsOrphan ? "?" : "")),
    ];

    private static Observation Span(string id, int at, string? parent = null) => new()
    {
        Kind = ObservationKind.Inference, StartedAt = s_start.AddSeconds(at), TraceId = "t", SpanId = id,
        ParentSpanId = parent, Failed = false,
    };

    private static Observation Record(string label, int at) => new()
    {
        Kind = ObservationKind.Evaluation, StartedAt = s_start.AddSeconds(at), TraceId = "t", Label = label,
    };
}
