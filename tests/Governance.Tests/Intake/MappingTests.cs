using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>How spans and log records of the known vocabularies become observations.</summary>
public sealed class MappingTests
{
    [Fact]
    public void A_chat_of_current_OpenTelemetry_is_an_inference()
    {
        var chat = Mapped.Span(new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "az.ai.openai",
            ["gen_ai.request.model"] = "acme-chat",
            ["gen_ai.response.model"] = "acme-chat-v1",
            ["gen_ai.response.id"] = "resp-1",
            ["gen_ai.response.finish_reasons"] = new[] { "tool_calls" },
            ["gen_ai.usage.input_tokens"] = 20,
            ["gen_ai.usage.output_tokens"] = 5,
            ["gen_ai.response.time_to_first_chunk"] = 0.25,
        });
        chat.ShouldSatisfyAllConditions(
            () => chat.Kind.ShouldBe(ObservationKind.Inference),
            () => chat.Provider.ShouldBe("azure.ai.openai"),
            () => chat.ModelAsked.ShouldBe("acme-chat"),
            () => chat.ModelVersion.ShouldBe("acme-chat-v1"),
            () => chat.ResponseId.ShouldBe("resp-1"),
            () => chat.Finish.ShouldBe("tool_call"),
            () => chat.FinishRaw.ShouldBe("tool_calls"),
            () => chat.InputTokens.ShouldBe(20),
            () => chat.OutputTokens.ShouldBe(5),
            () => chat.FirstChunkMs.ShouldBe(250),
            () => chat.LatencyMs.ShouldBe(1000),
            () => chat.Failed.ShouldBe(false));
    }

    [Fact]
    public void A_chat_of_the_older_vocabulary_says_the_same()
    {
        var chat = Mapped.Span(new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.system"] = "openai",
            ["gen_ai.usage.prompt_tokens"] = 20,
            ["gen_ai.usage.completion_tokens"] = 5,
        });
        (chat.Provider, chat.InputTokens, chat.OutputTokens).ShouldBe(("openai", 20L, 5L));
    }

    [Fact]
    public void An_OpenInference_span_says_the_same()
    {
        var chat = Mapped.Span(new Dictionary<string, object>
        {
            ["openinference.span.kind"] = "LLM",
            ["llm.model_name"] = "acme-chat-v1",
            ["llm.token_count.prompt"] = 20,
            ["llm.cost.total"] = 0.00446,
            ["llm.finish_reason"] = "stop",
        });
        (chat.Kind, chat.ModelVersion, chat.InputTokens, chat.CostMicros, chat.Finish)
            .ShouldBe((ObservationKind.Inference, "acme-chat-v1", 20L, 4460L, "stop"));
    }

    [Fact]
    public void What_is_absent_is_null_never_zero()
    {
        var chat = Mapped.Span(Mapped.Chat());
        (chat.InputTokens, chat.Refusal, chat.Finish, chat.Weight, chat.Context, chat.ErrorClass)
            .ShouldBe((null, null, null, null, null, null));
    }

    [Fact]
    public void The_senders_word_for_the_version_comes_before_the_answering_model()
    {
        var attributes = Mapped.Chat("acme-chat-v2");
        Mapped.Span(attributes, new Dictionary<string, object> { ["governance.model.version"] = "v2" })
            .ModelVersion.ShouldBe("v2");
        attributes["governance.model.version"] = "v3";
        Mapped.Span(attributes, new Dictionary<string, object> { ["governance.model.version"] = "v2" })
            .ModelVersion.ShouldBe("v3");
    }

    [Fact]
    public void Without_either_an_inference_has_the_version_of_its_service()
    {
        Mapped.Span(Mapped.Chat(), new Dictionary<string, object> { ["service.version"] = "1.4.0" })
            .ModelVersion.ShouldBe("1.4.0");
    }

    [Theory]
    [InlineData("RateLimitError", "rate_limit")]
    [InlineData("rate_limit_exceeded", "rate_limit")]
    [InlineData("timeout", "timeout")]
    [InlineData("500", "server")]
    [InlineData("permission_denied", "auth")]
    [InlineData("SomethingElse", "other")]
    public void An_error_has_a_class(string type, string expected)
    {
        var attributes = Mapped.Chat();
        attributes["error.type"] = type;
        var chat = Mapped.Span(attributes);
        (chat.Failed, chat.ErrorClass).ShouldBe((true, expected));
    }

    [Fact]
    public void A_refusal_is_known_by_its_finish_reason_or_by_the_senders_word()
    {
        var finished = Mapped.Chat();
        finished["gen_ai.response.finish_reasons"] = new[] { "refusal" };
        Mapped.Span(finished).Refusal.ShouldBe(true);
        var said = Mapped.Chat();
        said["governance.refusal"] = false;
        Mapped.Span(said).Refusal.ShouldBe(false);
    }

    [Fact]
    public void The_decision_echo_is_kept_beside_what_served()
    {
        var attributes = Mapped.Chat("acme-chat-v1");
        attributes["feature_flag.key"] = "support";
        attributes["feature_flag.result.value"] = "v2";
        attributes["governance.decision.id"] = "d-1";
        attributes["governance.decision.source"] = "disobeyed";
        attributes["governance.rollout.id"] = "r-1";
        attributes["governance.rollout.weight"] = 10.0;
        var chat = Mapped.Span(attributes);
        (chat.FlagKey, chat.Told, chat.DecisionId, chat.DecisionSource, chat.RolloutId, chat.RolloutWeight)
            .ShouldBe(("support", "v2", "d-1", "disobeyed", "r-1", 10.0));
    }

    [Fact]
    public void A_word_outside_an_enumeration_is_dropped_and_counted_and_the_record_kept()
    {
        var attributes = Mapped.Chat();
        attributes["governance.context"] = "holiday";
        attributes["gen_ai.usage.input_tokens"] = "many";
        var batch = Mapped.Request(Mapped.SpanJson(attributes));
        var chat = batch.Observations.ShouldHaveSingleItem().Observation;
        (chat.Context, chat.InputTokens, batch.Drops.Sum(drops => drops.Counts.Sum())).ShouldBe((null, null, 2L));
    }

    [Fact]
    public void A_score_names_the_answer_that_it_judges()
    {
        var score = Mapped.Log("gen_ai.evaluation.result", new Dictionary<string, object>
        {
            ["gen_ai.evaluation.name"] = "relevance",
            ["gen_ai.evaluation.score.value"] = 0.9,
            ["gen_ai.evaluation.score.label"] = "pass",
            ["gen_ai.response.id"] = "resp-1",
            ["governance.evaluator.id"] = "judge",
            ["governance.evaluator.version"] = "2",
        });
        (score.Kind, score.EvaluationName, score.Score, score.Label, score.TargetResponseId, score.ResponseId)
            .ShouldBe((ObservationKind.Evaluation, "relevance", 0.9, "pass", "resp-1", null));
        (score.EvaluatorId, score.EvaluatorVersion, score.Failed, score.LatencyMs).ShouldBe(("judge", "2", null, null));
    }

    [Fact]
    public void A_users_thumb_is_feedback() => Mapped.Log("gen_ai.evaluation.result", new Dictionary<string, object>
    {
        ["gen_ai.evaluation.name"] = "user_feedback",
        ["gen_ai.evaluation.score.value"] = 0,
    }).Kind.ShouldBe(ObservationKind.Feedback);

    [Fact]
    public void The_older_form_of_an_event_name_counts_too() => Mapped.Log("", new Dictionary<string, object>
    {
        ["event.name"] = "gen_ai.evaluation.result",
        ["gen_ai.evaluation.name"] = "relevance",
    }).EvaluationName.ShouldBe("relevance");

    [Fact]
    public void A_halt_is_acknowledged_by_its_id()
    {
        var acknowledged = Mapped.Log("governance.halt.acknowledged", new Dictionary<string, object>
        {
            ["governance.halt.id"] = "h-1",
            ["governance.halt.in_flight"] = 3,
        });
        (acknowledged.Kind, acknowledged.HaltId, acknowledged.InFlight)
            .ShouldBe((ObservationKind.HaltAcknowledged, "h-1", 3L));
    }

    [Fact]
    public void A_senders_own_counts_are_kept_by_kind()
    {
        var counts = Mapped.Log("governance.sender.counts", new Dictionary<string, object>
        {
            ["governance.batch.sequence"] = 4,
            ["governance.count.inference"] = 120,
            ["governance.count.probe.result"] = 2,
        });
        counts.BatchSequence.ShouldBe(4);
        counts.Counts.ShouldNotBeNull().ShouldBe(new Dictionary<string, long>
        {
            ["inference"] = 120,
            ["probe.result"] = 2,
        });
    }

    [Fact]
    public void Other_events_of_the_vocabulary_are_declarations_with_their_own_attributes_only()
    {
        var decision = Mapped.Log("governance.human.decision", new Dictionary<string, object>
        {
            ["governance.human.id"] = "reviewer-1",
            ["governance.human.decision"] = "approve",
            ["governance.human.duration"] = 1.5,
            ["governance.probe.kind"] = "sycophancy",
        });
        decision.Declares.ShouldBe("human.decision");
        var details = decision.Details.ShouldNotBeNull();
        details.Keys.Order().ShouldBe(["human.decision", "human.duration", "human.id"]);
        details["human.id"].ShouldNotContain("reviewer");
    }

    [Fact]
    public void People_conversations_and_instances_are_pseudonyms()
    {
        var attributes = Mapped.Chat();
        attributes["user.id"] = "anna@example.com";
        attributes["gen_ai.conversation.id"] = "anna@example.com";
        var chat = Mapped.Span(attributes, new Dictionary<string, object> { ["service.instance.id"] = "pod-7" });
        new[] { chat.User, chat.ConversationId }.ShouldAllBe(name => name!.Length == "1-".Length + 16);
        chat.Instance!.Length.ShouldBe(16);
        chat.User.ShouldNotBe(chat.ConversationId);
        Mapped.Span(attributes).User.ShouldBe(chat.User);
    }

    [Fact]
    public void Sampling_becomes_a_weight()
    {
        var attributes = Mapped.Chat();
        attributes["governance.sample.rate"] = 0.25;
        Mapped.Span(attributes).Weight.ShouldBe(4);
        // A threshold of half the range: every second trace is kept.
        Mapped.Span(Mapped.Chat(), head: "\"traceState\":\"ot=th:8\",").Weight.ShouldBe(2);
    }

    [Fact]
    public void A_deployment_is_known_by_its_id_else_by_service_and_environment()
    {
        Name(("governance.deployment.id", "desk"), ("service.name", "support")).ShouldBe("desk");
        Name(("service.name", "support"), ("deployment.environment.name", "Production")).ShouldBe("support");
        Name(("service.name", "support"), ("service.namespace", "shop"), ("deployment.environment", "Staging"))
            .ShouldBe("shop/support@staging");

        static string Name(params (string Key, string Value)[] resource) => Mapped.Request(
            Mapped.SpanJson(Mapped.Chat()),
            resource.ToDictionary(pair => pair.Key, object (pair) => pair.Value)).Observations[0].Sender.Name;
    }

    [Fact]
    public void A_bad_span_in_a_good_batch_is_rejected_alone()
    {
        var zero = Mapped.SpanJson(Mapped.Chat(), head: "").Replace(Mapped.Trace, new string('0', 32));
        var batch = Mapped.Request($"{zero},{Mapped.SpanJson(Mapped.Chat())}");
        (batch.Observations.Count, batch.Rejected, batch.Reasons.Count).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void A_web_servers_own_span_is_not_stored_and_said_so()
    {
        var batch = Mapped.Request(Mapped.SpanJson(new Dictionary<string, object> { ["http.route"] = "/" }));
        (batch.Observations.Count, batch.Unused, batch.Rejected).ShouldBe((0, 1, 0));
    }

    [Fact]
    public void A_time_from_the_future_becomes_the_time_of_receipt()
    {
        var ahead = Mapped.SpanJson(Mapped.Chat(), at: 3600);
        Mapped.Request(ahead).Observations[0].Observation.StartedAt.ShouldBe(Mapped.Now);
    }

    [Fact]
    public void Content_of_captured_requests_is_nowhere_in_their_observations()
    {
        string[] content =
            ["You are helpful", "Say hello", "Hello there", "example.com", "Paris", "REFUSE", "cannot help"];
        using var mapper = Mapped.Mapper();
        foreach (var capture in Capture.All().Where(one => one.Signal is not TelemetrySignal.Metrics))
        {
            var batch = mapper.Map(capture.Message, capture.IsJson, capture.Signal, Mapped.Now);
            var stored = System.Text.Json.JsonSerializer.Serialize(batch.Observations.Select(one => one.Observation));
            content.ShouldAllBe(text => !stored.Contains(text), capture.Name);
        }
    }
}
