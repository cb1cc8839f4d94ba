using System.Text;
using Governance.Server.Intake.Series;

namespace Governance.Tests.Intake;

/// <summary>What of a data point is kept, what tells streams apart, and where it ends.</summary>
public sealed class SeriesMapperTests
{
    [Fact]
    public void Of_the_attributes_only_what_is_named_is_kept_and_all_of_them_tell_streams_apart()
    {
        var (one, other) = (Map(Point("card 4111")), Map(Point("card 4222")));
        var (kept, apart) = (one.Points.ShouldHaveSingleItem().Point, other.Points.ShouldHaveSingleItem().Point);
        (kept.Model, kept.Operation, kept.TokenType).ShouldBe(("m-1", "chat", "input"));
        kept.ToString().ShouldNotContain("4111");
        kept.Stream.ShouldNotBe(apart.Stream);
        kept.Source.ShouldBe(apart.Source);
    }

    [Fact]
    public void An_attribute_that_never_repeats_is_refused_beyond_the_limit_and_what_is_known_goes_on()
    {
        using var mapper = Mapped.SeriesMapper();
        var points = Enumerable.Range(0, StreamLimit.StreamsMax + 5).Select(number => Point($"request {number}"));
        var flood = mapper.Map(Request([.. points]), isJson: true, Mapped.Now);
        (flood.Points.Count, flood.Rejected).ShouldBe((StreamLimit.StreamsMax, 5));
        flood.Reasons.ShouldHaveSingleItem().ShouldContain("never repeats");
        mapper.Map(Request(Point("request 0")), isJson: true, Mapped.Now).Rejected.ShouldBe(0);
    }

    [Theory]
    [InlineData("gen_ai.client.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk")]
    [InlineData("gen_ai.server.request.duration", "gen_ai.server.request.duration")]
    [InlineData("http.server.request.duration", null)]
    public void A_metric_is_stored_under_its_present_name_or_not_at_all(string sent, string? stored)
    {
        var batch = Map(Point("x"), sent);
        batch.Points.Select(one => one.Point.Metric).SingleOrDefault().ShouldBe(stored);
        batch.Unused.ShouldBe(stored is null ? 1 : 0);
    }

    private static SeriesBatch Map(string point, string metric = SeriesMetric.TokenUsage)
    {
        using var mapper = Mapped.SeriesMapper();
        return mapper.Map(
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Request(point)).Replace(SeriesMetric.TokenUsage, metric)),
            isJson: true,
            Mapped.Now);
    }

    private static byte[] Request(params string[] points) => Encoding.UTF8.GetBytes($$$"""
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"gen_ai.client.token.usage","histogram":{
         "aggregationTemporality":1,"dataPoints":[{{{string.Join(',', points)}}}]}}]}]}]}
        """);

    private static string Point(string extra) => $$$"""
        {"startTimeUnixNano":"1","timeUnixNano":"2","count":"1","sum":5,"attributes":[
         {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
         {"key":"gen_ai.response.model","value":{"stringValue":"m-1"}},
         {"key":"gen_ai.token.type","value":{"stringValue":"input"}},
         {"key":"extra","value":{"stringValue":"{{{extra}}}"}}]}
        """;
}
