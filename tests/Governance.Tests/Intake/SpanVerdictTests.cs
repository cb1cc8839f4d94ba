using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Tests.Intake;

/// <summary>Judgements that are written on the span they judge.</summary>
public sealed class SpanVerdictTests
{
    [Fact]
    public void A_score_among_the_attributes_of_a_call_is_an_evaluation_of_it_and_leaves_the_call_clean()
    {
        var chat = Mapped.Chat("v1");
        chat["gen_ai.evaluation.name"] = "relevance";
        chat["gen_ai.evaluation.score.value"] = 0.4;
        chat["governance.evaluator.id"] = "judge";
        var (score, call) = Two(chat);
        (score.Kind, score.EvaluationName, score.Score, score.EvaluatorId, score.SpanId, score.LatencyMs)
            .ShouldBe((ObservationKind.Evaluation, "relevance", 0.4, "judge", call.SpanId, null));
        (call.Kind, call.EvaluationName, call.Score, call.EvaluatorId)
            .ShouldBe((ObservationKind.Inference, null, null, null));
    }

    [Fact]
    public void A_filters_verdict_among_the_attributes_of_a_call_is_a_guardrail_beside_it()
    {
        var chat = Mapped.Chat("v1");
        chat["gen_ai.security.verdict.type"] = "Blocked";
        chat["gen_ai.security.risk.category"] = "Self_Harm";
        chat["gen_ai.security.risk.score"] = 0.7;
        var (guardrail, call) = Two(chat);
        (guardrail.Kind, guardrail.Verdict, guardrail.Category, guardrail.Score, guardrail.SpanId)
            .ShouldBe((ObservationKind.Guardrail, "deny", "self_harm", 0.7, call.SpanId));
        (call.Verdict, call.Category, call.Score).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_guardrails_own_span_says_the_same_without_a_second_observation()
    {
        var span = Mapped.Span(new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "run_guardrail",
            ["gen_ai.guardrail.component.name"] = "toxicity",
            ["gen_ai.guardrail.target.type"] = "output",
            ["gen_ai.guardrail.verdict.type"] = "allow",
        });
        (span.Kind, span.Guardrail, span.Target, span.Verdict)
            .ShouldBe((ObservationKind.Guardrail, "toxicity", "output", "allow"));
    }

    [Fact]
    public void Numbered_scores_are_told_apart()
    {
        var chat = Mapped.Chat("v1");
        foreach (var (number, name, score) in new[] { (0, "relevance", 0.9), (1, "toxicity", 0.1) })
        {
            chat[$"evaluations.{number}.evaluation.name"] = name;
            chat[$"evaluations.{number}.evaluation.score"] = score;
        }
        chat["evaluations.99.evaluation.score"] = 1.0;
        var observations = Mapped.Request(Mapped.SpanJson(chat)).Observations;
        observations.Where(one => one.Observation.Kind is ObservationKind.Evaluation)
            .Select(one => (one.Observation.EvaluationName, one.Observation.Score))
            .ShouldBe([("relevance", 0.9), ("toxicity", 0.1)]);
        observations.Select(one => one.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void What_a_person_annotates_is_feedback_and_what_a_program_evaluates_is_not()
    {
        Judged("annotation", "HUMAN").ShouldBe(ObservationKind.Feedback);
        Judged("annotation", "LLM").ShouldBe(ObservationKind.Evaluation);
        Judged("evaluation", "HUMAN").ShouldBe(ObservationKind.Evaluation);

        static ObservationKind Judged(string prefix, string by) => Mapped.Span(new Dictionary<string, object>
        {
            ["openinference.span.kind"] = "EVALUATOR",
            [$"{prefix}.name"] = "helpful",
            [$"{prefix}.score"] = 1,
            [$"{prefix}.annotator_kind"] = by,
        }).Kind;
    }

    [Fact]
    public void An_evaluation_in_an_event_of_the_span_has_the_spans_vocabulary()
    {
        var head = """
            "events":[{"name":"gen_ai.evaluation.result","attributes":[
              {"key":"gen_ai.evaluation.name","value":{"stringValue":"relevance"}},
              {"key":"gen_ai.evaluation.score.value","value":{"doubleValue":1}}]}],
            """;
        var batch = Mapped.Request(Mapped.SpanJson(Mapped.Chat("v1"), head: head));
        batch.Observations.Select(one => (one.Observation.Kind, one.Observation.Vocabulary))
            .ShouldBe([(ObservationKind.Evaluation, "otel"), (ObservationKind.Inference, "otel")]);
    }

    [Theory]
    [InlineData(null, "length")]
    [InlineData("stop", "stop")]
    public void A_choice_in_an_event_of_the_span_tells_the_finish_where_the_span_does_not(string? own, string finish)
    {
        var head = """
            "events":[{"name":"gen_ai.choice","attributes":[
              {"key":"finish_reason","value":{"stringValue":"max_tokens"}},
              {"key":"message","value":{"stringValue":"An answer."}}]}],
            """;
        var chat = Mapped.Chat("v1");
        if (own is not null)
            chat["gen_ai.response.finish_reasons"] = new[] { own };
        Mapped.Span(chat, head: head).Finish.ShouldBe(finish);
    }

    [Fact]
    public void A_record_may_name_a_deployment_where_its_resource_cannot()
    {
        var chat = Mapped.Chat("v1");
        chat["ai.telemetry.metadata.deployment"] = "desk";
        Mapped.Request(Mapped.SpanJson(chat)).Observations[0].Sender.Name.ShouldBe("desk");
    }

    [Theory]
    [InlineData("max_tokens", "length", "max_tokens")]
    [InlineData("MAX_TOKENS", "length", "MAX_TOKENS")]
    [InlineData("SAFETY", "content_filter", "SAFETY")]
    [InlineData("tool-calls", "tool_call", "tool-calls")]
    [InlineData("stop", "stop", null)]
    [InlineData("pause_turn", "other", "pause_turn")]
    public void A_finish_reason_has_one_word_and_the_senders_beside_it(string said, string ours, string? raw)
    {
        var chat = Mapped.Chat("v1");
        chat["gen_ai.response.finish_reasons"] = new[] { said };
        var call = Mapped.Span(chat);
        (call.Finish, call.FinishRaw).ShouldBe((ours, raw));
    }

    [Theory]
    [InlineData("openai.chat", "openai", "openai.chat")]
    [InlineData("Anthropic", "anthropic", "Anthropic")]
    [InlineData("openai", "openai", null)]
    [InlineData("home-grown", "home-grown", null)]
    public void A_provider_has_one_name_and_the_senders_beside_it(string said, string ours, string? raw)
    {
        var chat = Mapped.Chat("v1");
        chat["gen_ai.provider.name"] = said;
        var call = Mapped.Span(chat);
        (call.Provider, call.ProviderRaw).ShouldBe((ours, raw));
    }

    [Theory]
    [InlineData("RateLimitError", "rate_limit", "RateLimitError")]
    [InlineData("the prompt was too long", "other", null)]
    public void An_errors_type_is_kept_while_it_is_a_type(string said, string ours, string? raw)
    {
        var chat = Mapped.Chat("v1");
        chat["error.type"] = said;
        var call = Mapped.Span(chat);
        (call.ErrorClass, call.ErrorType).ShouldBe((ours, raw));
    }

    [Fact]
    public void Langfuses_usage_is_read_out_of_its_JSON()
    {
        var call = Mapped.Span(new Dictionary<string, object>
        {
            ["langfuse.observation.type"] = "generation",
            ["langfuse.observation.model.name"] = "acme-1",
            ["langfuse.observation.usage_details"] = """{"input":20,"output":5,"total":25}""",
            ["langfuse.observation.cost_details"] = """{"input":0.001,"total":0.00446}""",
        });
        (call.ModelVersion, call.InputTokens, call.OutputTokens, call.CostMicros).ShouldBe(("acme-1", 20L, 5L, 4460L));
        Mapped.Span(new Dictionary<string, object>
        {
            ["langfuse.observation.type"] = "generation",
            ["langfuse.observation.usage_details"] = """{"input":20,"ou""",
        }).OutputTokens.ShouldBeNull();
    }

    [Fact]
    public void The_outer_span_of_a_Vercel_call_spends_nothing_and_a_stated_zero_is_zero()
    {
        var said = new Dictionary<string, object>
        {
            ["ai.operationId"] = "ai.generateText",
            ["ai.usage.inputTokens"] = 20,
        };
        (Mapped.Span(said).Kind, Mapped.Span(said).InputTokens).ShouldBe((ObservationKind.AgentStep, null));
        said["ai.operationId"] = "ai.generateText.doGenerate";
        said["ai.usage.outputTokens"] = 0;
        var call = Mapped.Span(said);
        (call.InputTokens, call.OutputTokens, call.CacheReadTokens).ShouldBe((20L, 0L, null));
    }

    private static (Observation Verdict, Observation Call) Two(Dictionary<string, object> attributes)
    {
        var observations = Mapped.Request(Mapped.SpanJson(attributes)).Observations;
        observations.Count.ShouldBe(2);
        observations.Select(one => one.Id).Distinct().Count().ShouldBe(2);
        return (observations[0].Observation, observations[1].Observation);
    }
}
