using System.Security.Cryptography;
using System.Text;
using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Segments;
using Governance.Transparency.Merkle;

namespace Governance.Tests.Intake;

/// <summary>What is packed comes back, and each observation can be proven alone.</summary>
public sealed class SegmentCodecTests
{
    private static readonly byte[] s_salt = [.. Enumerable.Repeat((byte)7, SegmentCodec.SaltLength)];

    [Fact]
    public void What_was_packed_comes_back()
    {
        var observations = Observations();
        var segment = SegmentCodec.Encode(observations, s_salt);
        var back = SegmentCodec.Decode(segment.Body, segment.RawLength);
        System.Text.Json.JsonSerializer.Serialize(back)
            .ShouldBe(System.Text.Json.JsonSerializer.Serialize(observations));
    }

    [Fact]
    public void The_root_is_that_of_the_salted_lines()
    {
        var observations = Observations();
        var segment = SegmentCodec.Encode(observations, s_salt);
        var tree = new CompactRange();
        foreach (var (observation, index) in observations.Select((one, index) => (one, index)))
        {
            var line = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                observation, ObservationJson.Default.Observation);
            byte[] counter = [0, 0, (byte)(index >> 8), (byte)index];
            byte[] salted = [0, .. HMACSHA256.HashData(s_salt, counter), .. line];
            tree.Append(new TreeHash(SHA256.HashData(salted)));
        }
        segment.Root.ShouldBe(tree.Root().ToArray());
    }

    [Fact]
    public void A_line_leaves_out_what_is_absent()
    {
        var line = Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            Mapped.Span(Mapped.Chat("v1")), ObservationJson.Default.Observation));
        line.ShouldStartWith("{\"kind\":\"inference\",\"startedAt\":\"2026-11-20T11:59:00.000000Z\"");
        line.ShouldNotContain("null");
    }

    [Fact]
    public void Damage_is_noticed()
    {
        var segment = SegmentCodec.Encode(Observations(), s_salt);
        segment.Body[segment.Body.Length / 2] ^= 0xFF;
        Should.Throw<Exception>(() => SegmentCodec.Decode(segment.Body, segment.RawLength))
            .ShouldSatisfyAllConditions(error => (error is InvalidDataException or System.Text.Json.JsonException)
                .ShouldBeTrue(error.ToString()));
    }

    [Fact]
    public void A_header_says_who_served_what()
    {
        Observation[] observations =
        [
            Mapped.Span(Mapped.Chat("v1")), Mapped.Span(Mapped.Chat("v1")), Mapped.Span(Mapped.Chat("v2")),
            Mapped.Span(Mapped.Chat("v2")) with { Context = "evaluation" },
        ];
        var sender = new Sender(new("d1"), "support", "production", "support");
        var header = SegmentHeader.Of(
            sender, observations, SegmentCodec.Encode(observations, s_salt), new DateOnly(2026, 11, 20));
        header.Count.ShouldBe(4);
        header.Kinds.ShouldBe(new Dictionary<string, int> { ["inference"] = 4 });
        header.Serving.Select(seen => (seen.Version, seen.Count)).ShouldBe([("v1", 2), ("v2", 1)]);
    }

    private static Observation[] Observations() => [.. Enumerable.Range(0, 300).Select(index =>
    {
        var attributes = Mapped.Chat($"v{index % 3}");
        attributes["gen_ai.usage.input_tokens"] = index;
        attributes["governance.segment.locale"] = "de";
        return Mapped.Span(attributes);
    })];
}
