using System.Text;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Intake;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Privacy.Drops;

namespace Governance.Tests.Intake.Lines;

/// <summary>How lines become observations, and what is told of those that do not.</summary>
public sealed class LinesMapperTests
{
    [Fact]
    public void An_inference_says_what_a_span_would_say()
    {
        var one = JsonLines.One("""
            {"kind":"inference","id":"i-1","time":"2026-03-02T09:00:00.25+01:00",
            "trace":"0af7651916cd43dd8448eb211c80319c","span":"b7ad6b7169203331","model":"acme-chat",
            "model.version":"v8","provider":"acme","latencyMs":812.5,"firstChunkMs":95,"inputTokens":120,
            "outputTokens":0,"cacheReadTokens":64,"costUsd":0.0021,"finish":"tool_calls","refusal":false,
            "confidence.stated":0.81,"filter":{"input.verdict":"allow"},"user":"u-17","conversation":"c-1",
            "context":"evaluation","task.class":"refund","segment":{"locale":"de"},"decision":"d-1",
            "rollout":{"id":"r-1","weight":10},"told":"v8"}
            """);
        one.ShouldSatisfyAllConditions(
            () => one.Kind.ShouldBe(ObservationKind.Inference),
            () => one.StartedAt.ShouldBe(new DateTimeOffset(2026, 3, 2, 8, 0, 0, 250, TimeSpan.Zero)),
            () => (one.TraceId, one.SpanId).ShouldBe((Mapped.Trace, "b7ad6b7169203331")),
            () => (one.ModelAsked, one.ModelVersion, one.Provider).ShouldBe(("acme-chat", "v8", "acme")),
            () => (one.LatencyMs, one.FirstChunkMs).ShouldBe((812.5, 95)),
            () => (one.InputTokens, one.OutputTokens, one.CacheReadTokens).ShouldBe((120, 0, 64)),
            () => one.CostMicros.ShouldBe(2100),
            () => (one.Finish, one.FinishRaw, one.Refusal).ShouldBe(("tool_call", "tool_calls", false)),
            () => (one.StatedConfidence, one.InputVerdict, one.Failed).ShouldBe((0.81, "allow", false)),
            () => (one.Context, one.TaskClass).ShouldBe(("evaluation", "refund")),
            () => one.Segments.ShouldNotBeNull()["locale"].ShouldBe("de"),
            () => (one.DecisionId, one.RolloutId, one.RolloutWeight, one.Told).ShouldBe(("d-1", "r-1", 10, "v8")),
            () => one.ResponseId.ShouldBe("i-1"));
    }

    [Fact]
    public void People_conversations_and_instances_are_pseudonyms()
    {
        var one = JsonLines.One("""{"kind":"inference","time":1,"user":"ada@example.com","conversation":"c-1"}""");
        var said = JsonSerializer.Serialize(one);
        said.ShouldNotContain("ada@example.com");
        said.ShouldNotContain("\"c-1\"");
        said.ShouldNotContain("\"a1\"");
        (one.User, one.ConversationId, one.Instance).ShouldNotBe((null, null, null));
    }

    [Fact]
    public void What_a_batch_says_holds_for_its_lines_until_the_next_batch()
    {
        var all = JsonLines.Received(JsonLines.Read(
            JsonLines.Flat("""
                {"kind":"batch","deployment":"desk","model.version":"v1","conversation":"c","task.class":"a",
                "segment":{"locale":"de"},"sample.rate":0.5,"sequence":4}
                """),
            """{"kind":"inference","time":1}""",
            """{"kind":"inference","time":2,"model.version":"v2","task.class":"b","segment.locale":"fr"}""",
            """{"kind":"counts","time":3,"count":{"inference":2,"probe.result":1}}""",
            """{"kind":"batch","deployment":"shop"}""",
            """{"kind":"inference","time":4}"""));
        var one = all.Select(received => received.Observation).ToList();
        all.Select(received => received.Sender.Name).ShouldBe(["desk", "desk", "desk", "shop"]);
        one.Select(each => each.ModelVersion).ShouldBe(["v1", "v2", "v1", null]);
        one.Select(each => each.TaskClass).ShouldBe(["a", "b", "a", null]);
        one.Select(each => each.Segments?["locale"]).ShouldBe(["de", "fr", "de", null]);
        one.Select(each => each.ConversationId is null).ShouldBe([false, false, false, true]);
        one.Select(each => each.Weight).ShouldBe([2, 2, 2, null]);
        one.Select(each => each.BatchSequence).ShouldBe([null, null, 4, null]);
        one[2].Counts.ShouldNotBeNull()["probe.result"].ShouldBe(1);
    }

    [Fact]
    public void A_score_names_the_answer_that_it_speaks_of()
    {
        JsonLines.One("""{"kind":"evaluation","time":1,"of":"i-1","name":"correctness","score":1}""")
            .ShouldSatisfyAllConditions(
                one => one.TargetResponseId.ShouldBe("i-1"),
                one => (one.EvaluationName, one.Score, one.Failed).ShouldBe(("correctness", 1, null)));
        JsonLines.One("""{"kind":"feedback","time":1,"of":"b7ad6b7169203331","score":0}""")
            .ShouldSatisfyAllConditions(
                one => one.SpanId.ShouldBe("b7ad6b7169203331"),
                one => (one.Kind, one.EvaluationName).ShouldBe((ObservationKind.Feedback, "user_feedback")));
    }

    [Fact]
    public void Events_of_the_vocabulary_keep_their_details()
    {
        var one = JsonLines.One("""
            {"kind":"human.decision","time":1,"deferral.id":"d-1",
            "human":{"id":"reviewer","decision":"override","duration":4.5,"agreed":false}}
            """);
        one.Declares.ShouldBe("human.decision");
        var details = one.Details.ShouldNotBeNull();
        (details["human.decision"], details["human.duration"], details["human.agreed"])
            .ShouldBe(("override", "4.5", "false"));
        details["human.id"].ShouldNotBe("reviewer");
    }

    [Fact]
    public void An_error_is_a_type_or_just_true()
    {
        JsonLines.One("""{"kind":"tool_call","time":1,"tool":"search","error":"timeout"}""")
            .ShouldSatisfyAllConditions(
                one => (one.Tool, one.Failed, one.ErrorClass).ShouldBe(("search", true, "timeout")));
        JsonLines.One("""{"kind":"workflow","time":1,"error":true}""").Failed.ShouldBe(true);
        JsonLines.One("""{"kind":"workflow","time":1,"error":false}""").Failed.ShouldBe(false);
    }

    [Fact]
    public void Each_refused_line_is_named_and_the_others_are_taken()
    {
        var read = JsonLines.Read(
            """{"kind":"inference","time":1}""",
            JsonLines.Batch,
            """{"kind":"inference","time":1,""",
            """{"kind":"inference","time":1} trailing""",
            "[1]",
            """{"time":1}""",
            "",
            """{"kind":"inference"}""",
            """{"kind":"inference","time":"yesterday"}""",
            """{"kind":"inference","time":"2026-03-02T09:00:00"}""",
            """{"kind":"inference","time":2}""" + "\r");
        read.Problems.Select(problem => (problem.Line, problem.Code)).ShouldBe(
        [
            (1, "no_batch"), (3, "not_an_object"), (4, "not_an_object"), (5, "not_an_object"), (6, "no_kind"),
            (8, "no_time"), (9, "no_time"), (10, "no_time"),
        ]);
        (read.Accepted, read.Refused).ShouldBe((1, 8));
    }

    [Fact]
    public void A_byte_order_mark_in_front_of_the_first_line_does_no_harm()
    {
        var read = JsonLines.Read("\uFEFF" + JsonLines.Batch, """{"kind":"inference","time":1}""");
        (read.Accepted, read.Refused).ShouldBe((1, 0));
    }

    [Fact]
    public void Unknown_kinds_and_fields_and_unusable_values_are_counted_and_dropped()
    {
        var read = JsonLines.Read(
            JsonLines.Batch,
            """{"kind":"telepathy","time":1,"prompt":"MARKER"}""",
            JsonLines.Flat("""
                {"kind":"inference","time":1,"prompt":"MARKER","nested":{"answer":"MARKER"},"context":"MARKER",
                "inputTokens":"MARKER","finish":null}
                """));
        (read.Accepted, read.UnknownKinds, read.UnknownFields, read.DroppedValues).ShouldBe((1, 1, 2, 2));
        var drops = read.Batches.ShouldHaveSingleItem().Drops.ShouldHaveSingleItem();
        (drops.Counts[(int)DropReason.UnlistedName], drops.Counts[(int)DropReason.UnusableValue]).ShouldBe((2, 2));
        JsonSerializer.Serialize(JsonLines.Received(read)).ShouldNotContain("MARKER");
    }

    [Fact]
    public void After_a_batch_that_cannot_be_read_nothing_goes_to_the_deployment_before_it()
    {
        var read = JsonLines.Read(
            JsonLines.Batch,
            """{"kind":"batch","deployment":"shop",""",
            """{"kind":"inference","time":1}""",
            """{"kind":"batch"}""",
            """{"kind":"inference","time":1}""");
        read.Problems.Select(problem => problem.Code)
            .ShouldBe(["not_an_object", "no_batch", "no_deployment", "no_batch"]);
    }

    [Fact]
    public void A_line_is_recognised_by_its_id_else_by_its_bytes_within_its_instance()
    {
        Id("""{"kind":"inference","id":"i-1","time":1}""").ShouldBe(Id("""{"kind":"inference","id":"i-1","time":2}"""));
        Id("""{"kind":"inference","time":1}""").ShouldBe(Id(""" {"kind":"inference","time":1}  """));
        Id("""{"kind":"inference","time":1}""").ShouldNotBe(Id("""{"kind":"inference","time":2}"""));
        Id("""{"kind":"inference","id":"i-1","time":1}""")
            .ShouldNotBe(Id("""{"kind":"embedding","id":"i-1","time":1}"""));
        Id("""{"kind":"inference","time":1}""")
            .ShouldNotBe(Id("""{"kind":"inference","time":1}""", JsonLines.Batch.Replace("a1", "a2")));

        static object Id(string line, string batch = JsonLines.Batch) =>
            JsonLines.Received(JsonLines.Read(batch, line)).ShouldHaveSingleItem().Id;
    }

    [Fact]
    public void A_document_holds_the_same_records_as_lines()
    {
        const string line = """{"kind":"inference","time":1}""";
        var byLine = JsonLines.Received(JsonLines.Read(JsonLines.Batch, line)).ShouldHaveSingleItem();
        foreach (var document in new[]
        {
            $"[{JsonLines.Batch}, {line}]",
            $$"""{"batch":{"deployment":"desk","environment":"production","instance":"a1"},"records":[{{line}}]}""",
            $$"""
            {"records":[{{line}}], "other": {},
             "batch":{"deployment":"desk","environment":"production","instance":"a1"} }
            """,
        })
        {
            JsonLines.Received(JsonLines.Document(document)).ShouldHaveSingleItem().ShouldBe(byLine, document);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("[")]
    [InlineData("""[{"kind":"batch","deployment":"desk"}] []""")]
    [InlineData("""{"records":[}""")]
    public void A_document_that_is_no_list_of_records_is_refused_whole(string json) =>
        Should.Throw<JsonException>(() => JsonLines.Document(json));

    [Fact]
    public void Lines_are_bounded_in_length_depth_and_number()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 9)) + "1" + new string('}', 9);
        var read = JsonLines.Read(
            JsonLines.Batch,
            $$"""{"kind":"inference","time":1,"x":"{{new string('x', LinesMapper.MaxLineBytes)}}"}""",
            $$"""{"kind":"inference","time":1,"x":{{deep}}}""");
        read.Problems.Select(problem => problem.Code).ShouldBe(["too_long", "not_an_object"]);
        Should.Throw<RequestBodyException>(() => JsonLines.Read(new string('\n', LinesMapper.MaxLines + 1)))
            .Status.ShouldBe(413);
    }

    [Fact]
    public void Any_bytes_at_all_are_answered_without_an_error()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var mapper = JsonLines.Mapper();
        var sound = Encoding.UTF8.GetBytes(JsonLines.Batch + "\n" + """
            {"kind":"inference","id":"i\u002d1","time":"2026-03-02T09:00:00Z","segment":{"locale":"de"},"latencyMs":8.5}
            """);
        for (var count = 0; count < 20_000; count++)
        {
            var mutant = sound.ToArray();
            for (var change = 0; change <= count % 4; change++)
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => mapper.ReadLines(mutant, Mapped.Now), $"seed {seed}, mutant {count}");
        }
    }
}
