namespace Governance.Server.Operations;

/// <summary>GET /metrics: Prometheus text, or OpenMetrics when the scraper prefers it.</summary>
internal static class MetricsEndpoint
{
    internal static IResult Read(HttpRequest request, TelemetryOut telemetry)
    {
        var openMetrics = request.Headers.Accept.ToString()
            .Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var page = telemetry.Scrape.Read(openMetrics);
        return page is null
            ? Results.Problem("The metrics could not be collected in time.", statusCode: 503)
            : Results.Text(page, openMetrics ? PrometheusText.OpenMetricsType : PrometheusText.PlainType);
    }
}
