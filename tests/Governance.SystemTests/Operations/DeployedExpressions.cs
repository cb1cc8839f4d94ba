using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Governance.Server.Operations;
using Governance.SystemTests.Fixture;
using YamlDotNet.Serialization;

namespace Governance.SystemTests.Operations;

/// <summary>A board or an alarm over a metric that does not exist is silent for ever.</summary>
public sealed partial class DeployedExpressions
{
    private static readonly string s_deploy = Path.Combine(Checkout.Root, "deploy");

    [Fact]
    public async Task Every_expression_names_a_metric_that_exists()
    {
        var instruments = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => Add(instruments, instrument);
        listener.Start();
        await using var host = await GovernanceHost.StartAsync();
        var unknown =
            from expression in Board().Concat(Alerts().Select(alert => alert.Expression))
            from Match name in MetricName().Matches(expression)
            where !Knows(instruments, name.Value)
            select $"{name.Value} in: {expression}";
        unknown.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Every_alert_has_its_runbook() => Alerts()
        .Where(alert => !File.Exists(Path.Combine(Checkout.Root, alert.Runbook)))
        .Select(alert => $"{alert.Name}: {alert.Runbook} is missing")
        .ShouldBeEmpty();

    [Fact]
    public void The_board_can_be_imported_into_any_grafana()
    {
        var board = Dashboard();
        board.GetProperty("uid").GetString().ShouldNotBeNullOrEmpty();
        board.GetProperty("schemaVersion").GetInt32().ShouldBeGreaterThan(0);
        board.GetProperty("templating").GetProperty("list").EnumerateArray()
            .ShouldContain(variable => variable.GetProperty("type").GetString() == "datasource");
        Panels().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .ShouldAllBe(target => target.GetProperty("datasource").GetProperty("uid").GetString() == "${datasource}");
    }

    private static bool Knows(HashSet<string> names, string name)
    {
        lock (names)
        {
            return names.Contains(name);
        }
    }

    private static void Add(HashSet<string> names, Instrument instrument)
    {
        if (instrument.Meter.Name != TelemetryOut.MeterName)
        {
            return;
        }

        var name = PrometheusName.Of(instrument.Name, instrument.Unit);
        // Servers of other tests publish their instruments at the same time.
        lock (names)
        {
            names.UnionWith([name, name + "_total", name + "_bucket", name + "_sum", name + "_count"]);
        }
    }

    private static JsonElement Dashboard() => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(s_deploy, "grafana/dashboards/governance.json"))).RootElement;

    private static IEnumerable<JsonElement> Panels() => Dashboard().GetProperty("panels").EnumerateArray();

    private static IEnumerable<string> Board() => Panels()
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
        .Select(target => target.GetProperty("expr").GetString()!);

    private static IReadOnlyList<Alert> Alerts()
    {
        var text = File.ReadAllText(Path.Combine(s_deploy, "prometheus/alerts.yml"));
        var file = new DeserializerBuilder().Build()
            .Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(text);
        return
        [
            .. file["groups"].SelectMany(group => (List<object>)group["rules"])
                .Cast<Dictionary<object, object>>()
                .Select(rule => new Alert(
                    (string)rule["alert"],
                    (string)rule["expr"],
                    (string)((Dictionary<object, object>)rule["annotations"])["runbook"])),
        ];
    }

    [GeneratedRegex("governance_[a-z_]+")]
    private static partial Regex MetricName();

    private sealed record Alert(string Name, string Expression, string Runbook);
}
