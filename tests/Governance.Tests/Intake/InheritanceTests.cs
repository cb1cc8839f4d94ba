using Governance.Domain.Intake;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>
/// What a record does not say itself it has of its trace, then of its resource; a score finds its target.
/// </summary>
public sealed class InheritanceTests
{
    private const string Root = "00000000000000a0";
    private const string Middle = "00000000000000b0";
    private const string Call = "00000000000000c0";

    private static readonly Dictionary<string, object> s_production = new()
    {
        ["governance.context"] = "production",
    };

    private readonly TraceBook _traces = new();

    [Fact]
    public void A_call_has_of_the_nearest_span_above_it_what_it_does_not_say_itself()
    {
        var call = Settled(
            Agent(Root, ("gen_ai.conversation.id", "c-1"), ("user.id", "u-1"), ("governance.context", "evaluation")),
            Agent(Middle, Root, ("governance.context", "shadow"), ("governance.segment.locale", "de")),
            Chat(Call, Middle, ("governance.task.class", "refund")));
        (call.ConversationId, call.User).ShouldNotBe((null, null));
        (call.Context, call.TaskClass, call.Agent).ShouldBe(("shadow", "refund", Middle));
        call.Segments.ShouldNotBeNull()["locale"].ShouldBe("de");
    }

    [Fact]
    public void What_it_says_itself_stays() => Settled(
        Agent(Root, ("governance.context", "evaluation")),
        Chat(Call, Root, ("governance.context", "production"))).Context.ShouldBe("production");

    [Fact]
    public void The_trace_is_nearer_than_the_resource() => Settled(
        s_production, Agent(Root, ("governance.context", "evaluation")), Chat(Call, Root))
        .Context.ShouldBe("evaluation");

    [Fact]
    public void Where_the_trace_says_nothing_the_resource_does() =>
        Settled(s_production, Agent(Root), Chat(Call, Root)).Context.ShouldBe("production");

    [Fact]
    public void Where_the_way_up_is_not_known_the_root_speaks() => Settled(
        Agent(Root, ("governance.context", "evaluation")),
        Chat(Call, "00000000000000f0")).Context.ShouldBe("evaluation");

    [Fact]
    public void A_version_declared_above_a_call_comes_before_the_model_that_answered() => Settled(
        Agent(Root, ("governance.model.version", "v8")),
        Chat(Call, Root, ("gen_ai.response.model", "acme-8"))).ModelVersion.ShouldBe("v8");

    [Fact]
    public void A_decision_is_handed_down_as_a_whole()
    {
        var root = Agent(Root, ("governance.decision.id", "d-1"), ("feature_flag.result.value", "v2"));
        var call = Settled(root, Chat(Call, Root));
        (call.DecisionId, call.Told).ShouldBe(("d-1", "v2"));
        var own = Settled(root, Chat(Call, Root, ("governance.decision.id", "d-2")));
        (own.DecisionId, own.Told).ShouldBe(("d-2", null));
    }

    [Fact]
    public void A_score_has_the_conversation_of_the_call_it_judges()
    {
        Settled(Chat(Call, Root, ("gen_ai.conversation.id", "c-1"), ("gen_ai.response.model", "v3")));
        var score = _traces.Settle(Score(Mapped.LogJson("gen_ai.evaluation.result", Judged(), Call))).ShouldNotBeNull();
        score.Observation.ConversationId.ShouldNotBeNull();
        score.Observation.TargetFound.ShouldBe(true);
    }

    [Fact]
    public void A_score_outside_the_trace_finds_its_answer_by_the_answers_id()
    {
        Settled(Chat(Call, Root, ("gen_ai.response.id", "resp-1"), ("gen_ai.response.model", "v3")));
        var score = _traces.Settle(Score(Outside(Judged("resp-1")))).ShouldNotBeNull().Observation;
        (score.SpanId, score.TraceId, score.ModelVersion, score.TargetFound)
            .ShouldBe((Call, Mapped.Trace, "v3", true));
    }

    [Fact]
    public void A_score_that_comes_before_its_answer_waits_for_it_and_no_longer_than_the_wait()
    {
        var score = Score(Outside(Judged("resp-2")));
        _traces.Settle(score).ShouldBeNull();
        _traces.SettleNow(score).Observation.TargetFound.ShouldBeNull();
        Settled(Chat(Call, Root, ("gen_ai.response.id", "resp-2"), ("gen_ai.response.model", "v3")));
        _traces.Settle(score).ShouldNotBeNull().Observation.ModelVersion.ShouldBe("v3");
    }

    [Fact]
    public void A_score_on_a_judges_own_span_finds_its_answer_by_the_answers_id()
    {
        Settled(Chat(Call, Root, ("gen_ai.response.id", "resp-3"), ("gen_ai.response.model", "v3")));
        var json = Mapped.LogJson("gen_ai.evaluation.result", Judged("resp-3"), "00000000000000e7")
            .Replace(Mapped.Trace, "22222222222222222222222222222222");
        _traces.Settle(Score(json)).ShouldNotBeNull().Observation.SpanId.ShouldBe(Call);
    }

    [Fact]
    public void What_waits_outside_a_trace_survives_a_restart()
    {
        var score = Score(Outside(Judged("resp-4")));
        WaitingCodec.Decode(WaitingCodec.Encode([score])).ShouldHaveSingleItem().Place.ShouldBeNull();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_waits_knows_after_a_restart_what_it_said_itself_and_what_was_lent(bool lacks, bool declares)
    {
        var score = Score(Outside(Judged("resp-5"))) with
        {
            LacksVersion = lacks,
            DeclaresVersion = declares,
            Lent = Lent.User | Lent.Context,
        };
        var back = WaitingCodec.Decode(WaitingCodec.Encode([score])).ShouldHaveSingleItem();
        (back.LacksVersion, back.DeclaresVersion, back.Lent).ShouldBe((lacks, declares, Lent.User | Lent.Context));
    }

    [Fact]
    public void A_senders_report_has_nothing_of_the_trace_it_comes_in()
    {
        Settled(Agent(Root, ("user.id", "u-1")));
        var report = Score(Mapped.LogJson("governance.serving.state", new Dictionary<string, object>(), Root));
        _traces.Settle(report).ShouldNotBeNull().Observation.User.ShouldBeNull();
    }

    private Observation Settled(params string[] spans) => Settled(resource: null, spans);

    /// <summary>The last span, when all of them were noted.</summary>
    private Observation Settled(object? resource, params string[] spans)
    {
        var batch = Mapped.Request(string.Join(',', spans), resource);
        foreach (var received in batch.Observations)
            _traces.Note(received);
        return _traces.SettleNow(batch.Observations[^1]).Observation;
    }

    private static Received Score(string log) =>
        Mapped.Request(log, signal: TelemetrySignal.Logs).Observations.ShouldHaveSingleItem();

    private static string Outside(object attributes) =>
        Mapped.LogJson("gen_ai.evaluation.result", attributes, span: "").Replace(Mapped.Trace, "");

    private static Dictionary<string, object> Judged(string? answer = null)
    {
        var said = new Dictionary<string, object> { ["gen_ai.evaluation.name"] = "relevance" };
        if (answer is not null)
            said["gen_ai.response.id"] = answer;
        return said;
    }

    private static string Agent(string span, params (string Key, string Value)[] said) => Agent(span, "", said);

    private static string Agent(string span, string parent, params (string Key, string Value)[] said) => Span(
        span, parent, [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.id", span), .. said]);

    private static string Chat(string span, string parent, params (string Key, string Value)[] said) =>
        Span(span, parent, [("gen_ai.operation.name", "chat"), .. said]);

    private static string Span(string span, string parent, (string Key, string Value)[] said) => Mapped.SpanJson(
        said.ToDictionary(pair => pair.Key, object (pair) => pair.Value), span, parent);
}
