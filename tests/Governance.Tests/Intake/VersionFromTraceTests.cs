using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>A span or score without a version takes that of the inference it belongs to.</summary>
public sealed class VersionFromTraceTests
{
    private const string Agent = "00000000000000a0";
    private const string First = "00000000000000c1";
    private const string Second = "00000000000000c2";
    private const string Tool = "00000000000000d1";

    [Fact]
    public void A_tool_call_takes_the_version_of_the_latest_call_before_it_beside_it() => Resolve(
        of: ToolSpan(at: 2),
        Chat(First, "v1", at: 0),
        Chat(Second, "v2", at: 1),
        Chat("00000000000000c3", "v3", at: 5)).ShouldBe("v2");

    [Fact]
    public void A_guardrail_takes_the_version_of_the_call_that_it_guards() => Resolve(
        of: Mapped.SpanJson(Kind("run_guardrail"), "00000000000000e1", Second, at: 1),
        Chat(First, "v1", at: 0),
        Chat(Second, "v2", at: 1)).ShouldBe("v2");

    [Fact]
    public void An_agent_takes_the_version_of_its_own_first_call() => Resolve(
        of: AgentSpan(), Chat(First, "v1", at: 1), Chat(Second, "v2", at: 2)).ShouldBe("v1");

    [Fact]
    public void A_score_takes_the_version_of_the_span_that_it_speaks_of()
    {
        var traces = Noted(Chat(First, "v1", at: 0), Chat(Second, "v2", at: 1), ToolSpan(at: 3));
        traces.VersionFor(Score(of: First)).ShouldBe("v1");
        traces.VersionFor(Score(of: Tool)).ShouldBe("v2");
    }

    [Fact]
    public void A_tool_call_in_a_chain_looks_upwards_through_spans_that_are_not_stored() => Resolve(
        of: Mapped.SpanJson(Kind("execute_tool"), Tool, "00000000000000f1", at: 3),
        Chat(First, "v1", at: 0),
        Mapped.SpanJson(new Dictionary<string, object>(), "00000000000000f1", Agent, at: 2)).ShouldBe("v1");

    [Fact]
    public void While_the_parent_is_unknown_nothing_is_guessed_until_the_wait_is_over()
    {
        var traces = Noted(Chat(First, "v1", at: 0));
        var tool = Received(Mapped.SpanJson(Kind("execute_tool"), Tool, "00000000000000f1", at: 3));
        traces.VersionFor(tool).ShouldBeNull();
        traces.LastResortFor(tool).ShouldBe("v1");
    }

    [Fact]
    public void Another_trace_tells_nothing()
    {
        var traces = Noted(Chat(First, "v1", at: 0).Replace(Mapped.Trace, "11111111111111111111111111111111"));
        traces.LastResortFor(Received(ToolSpan(at: 2))).ShouldBeNull();
    }

    [Fact]
    public void A_ring_of_parents_ends() => Resolve(
        of: Mapped.SpanJson(Kind("execute_tool"), Tool, "00000000000000f1", at: 3),
        Mapped.SpanJson(new Dictionary<string, object>(), "00000000000000f1", "00000000000000f2"),
        Mapped.SpanJson(new Dictionary<string, object>(), "00000000000000f2", "00000000000000f1")).ShouldBeNull();

    [Fact]
    public void Old_traces_are_forgotten_when_there_are_many()
    {
        var traces = Noted(Chat(First, "v1", at: 0));
        for (var i = 0; i <= TraceBook.MaxTraces; i++)
            traces.Note(new TracePlace((UInt128)(i + 1), 1, 0, IsSpan: true));
        traces.VersionFor(Received(ToolSpan(at: 2))).ShouldBeNull();
    }

    private static string? Resolve(string of, params string[] others)
    {
        var traces = Noted([.. others, of]);
        return traces.VersionFor(Received(of));
    }

    private static TraceBook Noted(params string[] spans)
    {
        var traces = new TraceBook();
        var batch = Mapped.Request(string.Join(',', spans));
        foreach (var other in batch.OtherSpans)
            traces.Note(other);
        foreach (var received in batch.Observations)
            traces.Note(received);
        return traces;
    }

    private static Received Received(string span) => Mapped.Request(span).Observations.ShouldHaveSingleItem();

    private static Received Score(string of) => Mapped.Request(
        Mapped.LogJson(
            "gen_ai.evaluation.result", new Dictionary<string, object> { ["gen_ai.evaluation.name"] = "x" }, of),
        signal: TelemetrySignal.Logs).Observations.ShouldHaveSingleItem();

    private static string Chat(string span, string version, int at) =>
        Mapped.SpanJson(Mapped.Chat(version), span, Agent, at: at);

    private static string ToolSpan(int at) => Mapped.SpanJson(Kind("execute_tool"), Tool, Agent, at: at);

    private static string AgentSpan() => Mapped.SpanJson(Kind("invoke_agent"), Agent);

    private static Dictionary<string, object> Kind(string operation) => new() { ["gen_ai.operation.name"] = operation };
}
