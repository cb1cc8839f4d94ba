using Governance.Server.Intake.Segments;

namespace Governance.Tests.Intake;

/// <summary>Numbers and times that no sound sender sends: what cannot be meant is absent, the rest is kept.</summary>
public sealed class AbsurdValueTests
{
    [Theory]
    [InlineData("0", "0", false)]
    [InlineData("18446744073709551615", "18446744073709551615", true)]
    [InlineData("18446744073709551615", "0", false)]
    [InlineData("1", "18446744073709551615", true)]
    public void A_time_out_of_all_bounds_is_stored_within_them(string start, string end, bool hasLatency)
    {
        var times = $"\"startTimeUnixNano\":\"{start}\",\"endTimeUnixNano\":{end},\"was\":";
        var span = Mapped.SpanJson(Mapped.Chat())
            .Replace("\"endTimeUnixNano\":", times)
            .Replace("\"startTimeUnixNano\":\"179", "\"began\":\"179");
        var observation = Mapped.Request(span).Observations.ShouldHaveSingleItem().Observation;
        observation.StartedAt.ShouldBeInRange(DateTimeOffset.UnixEpoch, Mapped.Now.AddMinutes(1));
        (observation.LatencyMs is not null).ShouldBe(hasLatency);
        (observation.LatencyMs ?? 0).ShouldBeGreaterThanOrEqualTo(0);
        Storable(observation);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(-1.5)]
    public void A_number_that_measures_nothing_is_absent(double number)
    {
        // JSON has no word for some of them but the strings that OTLP/JSON allows.
        var value = $"{{\"doubleValue\":\"{Spelled(number)}\"}}";
        var span = With(
            ("gen_ai.response.time_to_first_chunk", value),
            ("gen_ai.usage.cost", value),
            ("governance.sample.rate", value));
        var observation = Mapped.Request(span).Observations.ShouldHaveSingleItem().Observation;
        (observation.FirstChunkMs, observation.CostMicros, observation.Weight).ShouldBe((null, null, null));
        Storable(observation);
    }

    [Theory]
    [InlineData(4.9e-324)]
    [InlineData(1e-300)]
    public void A_share_too_small_to_be_meant_gives_no_weight(double share)
    {
        var attributes = Mapped.Chat();
        attributes["governance.sample.rate"] = share;
        var observation = Mapped.Span(attributes);
        observation.Weight.ShouldBeNull("one over it would outweigh every other observation, or be infinite");
        Storable(observation);
    }

    [Fact]
    public void Tokens_below_nought_or_beyond_counting_are_absent()
    {
        var attributes = Mapped.Chat();
        attributes["gen_ai.usage.input_tokens"] = -5;
        attributes["gen_ai.usage.output_tokens"] = int.MinValue;
        var observation = Mapped.Span(attributes);
        (observation.InputTokens, observation.OutputTokens).ShouldBe((null, null));
        Storable(observation);
    }

    [Fact]
    public void Text_with_NUL_control_characters_or_half_a_pair_is_absent()
    {
        foreach (var spelled in new[] { "a\\u0000b", "a\\u001bb", "\\ud83d alone", "\\udc00" })
        {
            var span = With(("gen_ai.request.model", $"{{\"stringValue\":\"{spelled}\"}}"));
            var batch = Mapped.Request(span);
            foreach (var received in batch.Observations)
                received.Observation.ModelAsked.ShouldBeNull(spelled);
            (batch.Observations.Count + batch.Rejected).ShouldBe(1, spelled);
        }
    }

    /// <summary>A chat with these attributes beside its own, their values in OTLP/JSON.</summary>
    private static string With(params (string Key, string Value)[] attributes) =>
        Mapped.SpanJson(Mapped.Chat()).Replace("\"attributes\":[", "\"attributes\":[" + string.Concat(
            attributes.Select(one => $"{{\"key\":\"{one.Key}\",\"value\":{one.Value}}},")));

    private static string Spelled(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? "Infinity"
        : number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static void Storable(Governance.Domain.Intake.Observation observation)
    {
        var segment = SegmentCodec.Encode([observation], new byte[SegmentCodec.SaltLength]);
        SegmentCodec.Decode(segment.Body, segment.RawLength).ShouldBe([observation]);
    }
}
