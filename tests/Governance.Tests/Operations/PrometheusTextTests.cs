using System.Diagnostics.Metrics;
using Governance.Server.Operations;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Governance.Tests.Operations;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("governance.intake.duration", "s", "governance_intake_duration_seconds")]
    [InlineData("governance.intake.bytes", "By", "governance_intake_bytes")]
    [InlineData("governance.intake.observations", "{observation}", "governance_intake_observations")]
    [InlineData("a..b--c", null, "a_b_c")]
    [InlineData("9lives", null, "_9lives")]
    public void A_name_follows_the_specification(string instrument, string? unit, string expected) =>
        PrometheusName.Of(instrument, unit).ShouldBe(expected);

    [Fact]
    public void A_counter_ends_in_total_and_says_what_it_is() => Scraped(openMetrics: false, meter =>
        meter.CreateCounter<long>("t.asked", "{question}", "Questions asked.")
            .Add(3, new KeyValuePair<string, object?>("who", "a\"b")))
        .ShouldBe("# HELP t_asked_total Questions asked.\n# TYPE t_asked_total counter\n"
            + "t_asked_total{who=\"a\\\"b\"} 3\n");

    [Fact]
    public void OpenMetrics_names_the_family_without_its_suffix_and_ends_itself() => Scraped(openMetrics: true, meter =>
        meter.CreateCounter<long>("t.asked", "{question}", "Questions asked.").Add(3))
        .ShouldBe("# HELP t_asked Questions asked.\n# TYPE t_asked counter\nt_asked_total 3\n# EOF\n");

    [Fact]
    public void A_histogram_counts_upwards_to_infinity()
    {
        var text = Scraped(openMetrics: false, meter =>
        {
            var waits = meter.CreateHistogram<double>("t.wait", "s", "Waiting.");
            waits.Record(0.3);
            waits.Record(7);
        });
        text.ShouldContain("t_wait_seconds_bucket{le=\"5\"} 1\n");
        text.ShouldContain("t_wait_seconds_bucket{le=\"+Inf\"} 2\n");
        text.ShouldContain("t_wait_seconds_sum 7.3\n");
        text.ShouldContain("t_wait_seconds_count 2\n");
    }

    private static string Scraped(bool openMetrics, Action<Meter> record)
    {
        using var meter = new Meter("t");
        using var exporter = new PullExporter();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("t")
            .AddReader(new BaseExportingMetricReader(exporter))
            .Build();
        record(meter);
        return exporter.Read(openMetrics).ShouldNotBeNull();
    }
}
