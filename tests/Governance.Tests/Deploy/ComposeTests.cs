using Governance.Tests.House;
using YamlDotNet.Serialization;

namespace Governance.Tests.Deploy;

/// <summary>
/// The compose file is not started here (that takes a container engine); what can be held without one is held: its
/// services, ports, mounts, and the paths that the containers provision from.
/// </summary>
public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> s_compose = Yaml("docker-compose.yml");

    private static readonly Dictionary<object, object> s_services = (Dictionary<object, object>)s_compose["services"];

    [Fact]
    public void It_runs_the_server_with_a_database_a_scraper_and_boards() =>
        s_services.Keys.ShouldBe(["postgres", "governance", "prometheus", "grafana"], ignoreOrder: true);

    [Fact]
    public void Every_published_port_is_bound_to_loopback() =>
        s_services.Keys.SelectMany(service => List(service, "ports"))
            .ShouldAllBe(port => port.StartsWith("127.0.0.1:"));

    [Fact]
    public void Every_mounted_file_is_in_the_repository() => s_services.Keys
        .SelectMany(service => List(service, "volumes"))
        .Select(volume => volume.Split(':')[0])
        .Where(source => source.StartsWith("./", StringComparison.Ordinal))
        .Where(source => !Path.Exists(Path.Combine(Checkout.Root, source)))
        .ShouldBeEmpty();

    [Fact]
    public void Every_named_volume_is_declared()
    {
        var declared = ((Dictionary<object, object>)s_compose["volumes"]).Keys.Cast<string>();
        s_services.Keys
            .SelectMany(service => List(service, "volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(source => !source.StartsWith("./", StringComparison.Ordinal))
            .ShouldBeSubsetOf(declared);
    }

    [Fact]
    public void Grafana_finds_its_boards_where_they_are_mounted()
    {
        var provider = Yaml("deploy/grafana/provisioning/dashboards/governance.yml");
        var options = (Dictionary<object, object>)((List<object>)provider["providers"])
            .Cast<Dictionary<object, object>>().Single()["options"];
        var mounts = List("grafana", "volumes").Select(volume => volume.Split(':')[1]);
        mounts.ShouldContain((string)options["path"]);
        mounts.ShouldContain("/etc/grafana/provisioning");
        Directory.GetFiles(Path.Combine(Checkout.Root, "deploy/grafana/dashboards"), "*.json").ShouldNotBeEmpty();
    }

    [Fact]
    public void Prometheus_scrapes_the_server_and_reads_its_rules()
    {
        var prometheus = Yaml("deploy/prometheus/prometheus.yml");
        var job = (Dictionary<object, object>)((List<object>)prometheus["scrape_configs"]).Single();
        var group = (Dictionary<object, object>)((List<object>)job["static_configs"]).Single();
        var target = (string)((List<object>)group["targets"]).Single();
        s_services.Keys.ShouldContain(target.Split(':')[0]);
        List("governance", "ports").ShouldContain(port => port.EndsWith(":" + target.Split(':')[1]));
        var mounts = List("prometheus", "volumes").Select(volume => volume.Split(':')[1]);
        ((List<object>)prometheus["rule_files"]).Cast<string>().ShouldBeSubsetOf(mounts);
    }

    [Fact]
    public void Secrets_are_asked_for_and_never_written_down() => s_services.Keys
        .SelectMany(service => Map(service, "environment"))
        .Where(setting => setting.Key.Contains("PASSWORD", StringComparison.Ordinal))
        .ShouldAllBe(setting => setting.Value.StartsWith("${"));

    private static Dictionary<object, object> Yaml(string file) => new DeserializerBuilder().Build()
        .Deserialize<Dictionary<object, object>>(File.ReadAllText(Path.Combine(Checkout.Root, file)));

    private static IEnumerable<string> List(object service, string key) =>
        ((Dictionary<object, object>)s_services[service]).TryGetValue(key, out var value)
            ? ((List<object>)value).Cast<string>()
            : [];

    private static IEnumerable<KeyValuePair<string, string>> Map(object service, string key) =>
        ((Dictionary<object, object>)s_services[service]).TryGetValue(key, out var value)
            ? ((Dictionary<object, object>)value)
                .Select(pair => KeyValuePair.Create((string)pair.Key, (string)pair.Value))
            : [];
}
