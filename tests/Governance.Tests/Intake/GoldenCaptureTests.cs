using System.Text.Json;
using Governance.Domain.Intake;
using Governance.Server.Intake.Otlp;

namespace Governance.Tests.Intake;

/// <summary>Every captured request of every vocabulary, mapped, against what the mapping page says of it.</summary>
public sealed class GoldenCaptureTests
{
    [Fact]
    public void Every_record_of_every_capture_becomes_what_the_mapping_page_says()
    {
        var (mapped, vocabularies) = (0, new HashSet<string?>());
        foreach (var capture in Captures())
        {
            var observations = Map(capture);
            var expected = GoldenSpan.In(Tree(capture)).ToList();
            observations.Count.ShouldBe(expected.Count, capture.Name);
            foreach (var (observation, golden) in observations.Zip(expected))
                GoldenSpan.Of(observation).ShouldBe(golden, capture.Name);
            vocabularies.UnionWith(observations.Select(one => one.Vocabulary));
            mapped += observations.Count;
        }
        mapped.ShouldBeGreaterThan(200);
        new[] { "otel", "openllmetry", "openinference" }.ShouldBeSubsetOf(vocabularies);
    }

    [Fact]
    public void Nothing_but_a_model_call_ever_spends_tokens()
    {
        foreach (var one in Captures().SelectMany(Map))
        {
            if (one.Kind is not (ObservationKind.Inference or ObservationKind.Embedding))
                (one.InputTokens, one.OutputTokens, one.CostMicros).ShouldBe((null, null, null), $"{one.Kind}");
        }
    }

    [Fact]
    public void Parts_of_tokens_are_never_more_than_the_whole()
    {
        foreach (var one in Captures().SelectMany(Map))
        {
            (one.CacheReadTokens ?? 0).ShouldBeLessThanOrEqualTo(one.InputTokens ?? long.MaxValue);
            (one.ReasoningTokens ?? 0).ShouldBeLessThanOrEqualTo(one.OutputTokens ?? long.MaxValue);
        }
    }

    private static IEnumerable<Capture> Captures() =>
        Capture.All().Where(one => one.Signal is not TelemetrySignal.Metrics);

    private static List<Observation> Map(Capture capture)
    {
        using var mapper = Mapped.Mapper();
        var batch = mapper.Map(capture.Message, capture.IsJson, capture.Signal, Mapped.Now);
        return [.. batch.Observations.Select(received => received.Observation)];
    }

    private static JsonElement Tree(Capture capture) =>
        capture.Decoded ?? JsonDocument.Parse(capture.Message).RootElement;
}
