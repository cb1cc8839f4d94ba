using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;

namespace Governance.Tests.Store;

/// <summary>Names for ever, payloads that are raised step by step, numbers that everybody reads the same.</summary>
public sealed class EvolutionTests
{
    private sealed record Raised(string Title, Level Level);

    private sealed record RaisedOnce(string Title, int Severity);

    private sealed record Level(int Number);

    private sealed record Picky
    {
        public Picky(int number) =>
            Number = number >= 0 ? number : throw new ArgumentOutOfRangeException(nameof(number));

        public int Number { get; }
    }

    private sealed record Counted(long Signed, ulong Unsigned, long? Maybe, IReadOnlyDictionary<long, int> ByNumber);

    /// <summary>Version 1 said "what" and no severity, version 2 a bare number, version 3 a level.</summary>
    private static EventRegistry Third() => new EventRegistry()
        .Map<Raised>("thing.raised")
        .Upcast<Raised>(old => new JsonObject { ["Title"] = old["what"]!.GetValue<string>(), ["Severity"] = 3 })
        .Upcast<Raised, RaisedOnce, Raised>(old => new Raised(old.Title, new Level(old.Severity)));

    [Theory]
    [InlineData("thing.raised", """{"what":"drift"}""")]
    [InlineData("thing.raised_v2", """{"Title":"drift","Severity":3}""")]
    [InlineData("thing.raised_v3", """{"Title":"drift","Level":{"Number":3}}""")]
    public void A_payload_of_any_version_is_raised_to_the_present_one(string name, string json) =>
        Read(Third(), name, json).ShouldBe(new Raised("drift", new Level(3)));

    [Fact]
    public void What_is_written_bears_the_name_of_the_present_version()
    {
        var registry = Third();
        var written = registry.Encode(new Raised("drift", new Level(3)));
        written.Type.ShouldBe("thing.raised_v3");
        registry.NamesOf(typeof(Raised)).ShouldBe(["thing.raised", "thing.raised_v2", "thing.raised_v3"]);
        registry.Knows("thing.raised_v4").ShouldBeFalse();
    }

    [Fact]
    public void Steps_of_any_kind_follow_each_other()
    {
        var registry = new EventRegistry()
            .Map<Level>("level")
            .Upcast<Level, int, RaisedOnce>(number => new RaisedOnce("", number))
            .Upcast<Level>(json => new JsonObject { ["Number"] = json["Severity"]!.GetValue<int>() + 1 });
        Read(registry, "level", "6").ShouldBe(new Level(7));
    }

    [Fact]
    public void Unknown_and_broken_events_are_said_to_be_so()
    {
        var registry = Third();
        Read(registry, "thing.teleported", "{}").ShouldBeOfType<Unreadable>().Known.ShouldBeFalse();
        Read(registry, "thing.raised", """{"why":"drift"}""").ShouldBeOfType<Unreadable>().Known.ShouldBeTrue();
        Read(registry, "thing.raised_v3", "[]").ShouldBeOfType<Unreadable>().Known.ShouldBeTrue();
        Read(registry, "thing.raised_v3", "null").ShouldBeOfType<Unreadable>().Known.ShouldBeTrue();
        Read(new EventRegistry().Map<Picky>("picky"), "picky", """{"Number":-1}""")
            .ShouldBeOfType<Unreadable>().Known.ShouldBeTrue();
    }

    [Fact]
    public void An_archived_stream_is_read_as_this_store_and_as_Marten_wrote_it()
    {
        Read(new EventRegistry(), "archived", """{"Reason":null}""").ShouldBe(new StreamArchived(null));
        Read(new EventRegistry(), "archived", """{"reason":"old"}""").ShouldBe(new StreamArchived("old"));
    }

    [Fact]
    public void A_type_without_a_name_is_refused_and_so_is_one_that_comes_too_late()
    {
        var registry = Third();
        Should.Throw<ArgumentException>(() => registry.Encode(new Level(1))).Message.ShouldContain("Map<Level>");
        Read(registry, "level", "{}");
        Should.Throw<InvalidOperationException>(() => registry.Map<Level>("level"));
    }

    [Fact]
    public void Integers_that_others_would_round_are_strings_and_come_back()
    {
        const long safe = 9_007_199_254_740_991;
        var registry = new EventRegistry().Map<Counted>("counted");
        foreach (var number in (long[])[0, 1, -1, safe, -safe, safe + 1, -safe - 1, long.MaxValue, long.MinValue])
        {
            var counted = new Counted(number, (ulong)Math.Abs(number / 2) * 2, number, new Dictionary<long, int>
            {
                [number] = 1,
            });
            var written = registry.Encode(counted);
            var member = JsonNode.Parse(written.Data.Span)!["Signed"]!.GetValueKind();
            member.ShouldBe(number is > safe or < -safe ? JsonValueKind.String : JsonValueKind.Number);
            var read = Read(registry, "counted", Encoding.UTF8.GetString(written.Data.Span)).ShouldBeOfType<Counted>();
            (read.Signed, read.Unsigned, read.Maybe).ShouldBe((counted.Signed, counted.Unsigned, counted.Maybe));
            read.ByNumber.ShouldBe(counted.ByNumber);
        }
    }

    [Theory]
    [InlineData("9007199254740991", false)]
    [InlineData("-9007199254740991", false)]
    [InlineData("9007199254740992", true)]
    [InlineData("-9007199254740992", true)]
    [InlineData("123456789012345678901234567890", true)]
    [InlineData("12345678901234567.5", false)]
    [InlineData("1e300", false)]
    public void Only_integers_beyond_two_to_the_53rd_are_beyond(string number, bool exceeds) =>
        SafeIntegers.Exceeds(Encoding.UTF8.GetBytes(number)).ShouldBe(exceeds);

    private static object Read(EventRegistry registry, string name, string json) => registry.Decode(new RecordedEvent(
        1, Guid.Empty, "s-1", 1, name, Encoding.UTF8.GetBytes(json), DateTimeOffset.UnixEpoch,
        null, null, null, null, null)).Data;
}
