using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Operations;

/// <summary>What a scraper reads is judged by the scraper's own tools.</summary>
public sealed class MetricsScenario
{
    [Fact]
    public async Task Promtool_finds_nothing_to_say_about_our_metrics()
    {
        Needs("promtool");
        await using var host = await GovernanceHost.StartAsync();
        var page = await host.Web.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        using var promtool = Start("promtool", ["check", "metrics"], input: true);
        await promtool.StandardInput.WriteAsync(page);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        // What the framework and the driver call their instruments is theirs; ours must be without a word.
        said.Split('\n').Where(line => line.StartsWith("governance_", StringComparison.Ordinal)).ShouldBeEmpty();
        (promtool.ExitCode is 0 or 3).ShouldBeTrue(said);
        said.ShouldNotContain("error while linting");
    }

    [Fact]
    public async Task Prometheus_scrapes_us()
    {
        Needs("prometheus");
        var stop = TestContext.Current.CancellationToken;
        await using var host = await GovernanceHost.StartAsync();
        var folder = Directory.CreateTempSubdirectory("governance-prometheus-");
        var port = FreePort();
        var settings = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(settings, $"""
            scrape_configs:
              - job_name: governance
                scrape_interval: 1s
                static_configs:
                  - targets: ["{host.Web.BaseAddress!.Authority}"]
            """, stop);
        using var prometheus = Start("prometheus",
        [
            $"--config.file={settings}", $"--storage.tsdb.path={folder.FullName}/data",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
        ]);
        try
        {
            using var http = new HttpClient();
            var up = new Uri($"http://127.0.0.1:{port}/api/v1/query?query=up");
            await Eventually.IsTrueAsync("Prometheus holds up == 1 for us", async () =>
            {
                try
                {
                    var answer = await http.GetStringAsync(up, stop);
                    var results = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result");
                    return results.EnumerateArray().Any(result => result.GetProperty("value")[1].GetString() == "1");
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
        }
        finally
        {
            prometheus.Kill(entireProcessTree: true);
            await prometheus.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    private static void Needs(string program) => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, program))),
        $"{program} is not installed: apt-get install prometheus");

    private static Process Start(string program, string[] arguments, bool input = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = input,
            RedirectStandardError = input,
            RedirectStandardOutput = input,
        };
        return Process.Start(start)!;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
