using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Intake.Privacy.Measures;

namespace Governance.Tests.Intake.Privacy;

/// <summary>What is not kept is counted by reason and by name, and of content its measure is kept.</summary>
public sealed class SieveTests
{
    [Fact]
    public void Each_dropped_attribute_is_counted_under_its_reason()
    {
        var attributes = Mapped.Chat();
        attributes["http.route"] = "/chat";
        attributes["gen_ai.input.messages"] = "hello";
        attributes["governance.context"] = "nonsense";
        attributes["gen_ai.agent.name"] = new string('a', 300);
        var drops = Mapped.Request(Mapped.SpanJson(attributes)).Drops.ShouldHaveSingleItem();
        drops.Sender.Name.ShouldBe("support");
        Enum.GetValues<DropReason>().ToDictionary(reason => reason.Word(), reason => drops.Counts[(int)reason])
            .Where(count => count.Value > 0).ShouldBe(
            [
                KeyValuePair.Create("unlisted_name", 1L), KeyValuePair.Create("content", 1L),
                KeyValuePair.Create("unusable_value", 1L), KeyValuePair.Create("long_value", 1L),
            ]);
        drops.Names.ShouldBe([KeyValuePair.Create("http.route", 1)]);
    }

    [Fact]
    public void A_flood_of_unlisted_names_costs_no_measurement()
    {
        var attributes = new Dictionary<string, object> { ["gen_ai.operation.name"] = "chat" };
        for (var i = 0; i < SieveLimits.DefaultAttributes + 40; i++)
            attributes[$"flood.{(char)('a' + (i % 26))}.{(char)('a' + (i / 26))}"] = "x";
        attributes["gen_ai.usage.output_tokens"] = 5;
        var batch = Mapped.Request(Mapped.SpanJson(attributes));
        batch.Observations.ShouldHaveSingleItem().Observation.OutputTokens.ShouldBe(5);
        batch.Drops.ShouldHaveSingleItem().Counts[(int)DropReason.ManyAttributes].ShouldBe(40);
    }

    [Fact]
    public void Content_leaves_its_length_its_kinds_and_a_keyed_hash()
    {
        var one = Measured("""[{"role":"user","parts":[{"type":"text","content":"a \"type\":\"secret\""}]}]""");
        one.InputParts.ShouldBe("text");
        one.InputBytes.ShouldBe(77);
        one.InputHash.ShouldNotBeNull().ShouldMatch("^1-[A-Za-z0-9_-]{22}$");
        (one.OutputBytes, one.OutputParts, one.OutputHash).ShouldBe((null, null, null));
        Measured("hello").InputHash.ShouldBe(Measured("hello").InputHash);
        Measured("hello").InputHash.ShouldNotBe(Measured("hello!").InputHash);
        using var elsewhere = new ContentMeter(PseudonymKeys.Alone());
        elsewhere.Add(ContentSide.Input, "hello"u8);
        elsewhere.Onto(one).InputHash.ShouldNotBe(Measured("hello").InputHash, "another key, another hash");
    }

    [Fact]
    public void Without_content_nothing_is_measured() => Mapped.Span(Mapped.Chat()).InputHash.ShouldBeNull();

    [Theory]
    [InlineData("""[{"type":"text"},{"type" : "tool_call"},{"type":"my own"}]""", "text,tool_call,other")]
    [InlineData("""[{"type":"text","content":"cut sho""", "text")]
    [InlineData("[not json at all", null)]
    [InlineData("plain words", "text")]
    [InlineData("", null)]
    public void Kinds_of_parts_are_said_in_our_own_words(string value, string? kinds) =>
        PartTypes.Said(PartTypes.In(Encoding.UTF8.GetBytes(value))).ShouldBe(kinds);

    [Theory]
    [InlineData("gen_ai.prompt.10.content", "gen_ai.prompt.N.content")]
    [InlineData("user.ada.12345", "user.ada.N")]
    [InlineData("please help", null)]
    [InlineData("ada@example.com", null)]
    [InlineData("key.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    [InlineData("größe", null)]
    public void Of_an_unlisted_name_its_shape_is_kept(string name, string? shape) =>
        NameShape.Of(Encoding.UTF8.GetBytes(name)).ShouldBe(shape);

    [Fact]
    public void A_name_is_written_down_once_it_came_often_and_what_failed_to_be_is_counted_again()
    {
        var book = new DropBook();
        book.Add(Named("rare.name", DropBook.LeastSeen - 1));
        book.Take().ShouldHaveSingleItem().Name.ShouldBe("");
        book.Add(Named("rare.name", 1));
        var taken = book.Take();
        taken.Select(count => (count.Name, count.Count)).ShouldBe([("", 1L), ("rare.name", DropBook.LeastSeen)]);
        book.Take().ShouldBeEmpty();
        book.Return(taken);
        book.Take().ShouldBe(taken);
    }

    [Fact]
    public void Of_one_sender_so_many_names_are_counted_and_no_more()
    {
        var book = new DropBook();
        for (var i = 0; i < 2 * DropBook.MaxNames; i++)
            book.Add(Named($"name.{i}", DropBook.LeastSeen));
        book.Take().Count(count => count.Name.Length > 0).ShouldBe(DropBook.MaxNames);
    }

    /// <summary>Once the names of a sender are known, dropping its attributes makes no garbage.</summary>
    [Fact]
    public void Nothing_is_allocated_for_an_attribute_that_is_dropped()
    {
        using var bare = Mapped.Mapper();
        using var flooded = Mapped.Mapper();
        var few = Body(dropped: 0);
        var many = Body(dropped: 60);
        var difference = Allocated(flooded, many) - Allocated(bare, few);
        difference.ShouldBeLessThan(2_000 + (60 * 60), "names are handed over once a request, not for each span");
    }

    private static long Allocated(ObservationMapper mapper, byte[] body)
    {
        for (var i = 0; i < 20; i++)
            mapper.Map(body, isJson: true, TelemetrySignal.Traces, Mapped.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        mapper.Map(body, isJson: true, TelemetrySignal.Traces, Mapped.Now);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Body(int dropped)
    {
        var attributes = string.Join(',', Enumerable.Range(0, dropped).Select(i =>
            $$"""{"key":"drop.{{(char)('a' + (i % 26))}}{{(char)('a' + (i / 26))}}","value":{"stringValue":"x"} }"""));
        var spans = Enumerable.Range(1, 100).Select(i =>
            $$"""{"traceId":"{{Mapped.Trace}}","spanId":"{{i:x16}}","attributes":[{{attributes}}] }""");
        return Encoding.UTF8.GetBytes(
            $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{string.Join(',', spans)}}] }]}]}""");
    }

    private static Observation Measured(string input)
    {
        var attributes = Mapped.Chat();
        attributes["gen_ai.input.messages"] = input;
        return Mapped.Span(attributes);
    }

    private static MappedBatch Named(string name, int count)
    {
        var sender = new Sender(new Domain.DeploymentId("d"), "support", "production", null);
        var counts = new long[DropReasons.Count];
        counts[(int)DropReason.UnlistedName] = 1;
        return new MappedBatch { Drops = { new SenderDrops(sender, counts, [KeyValuePair.Create(name, count)]) } };
    }
}
