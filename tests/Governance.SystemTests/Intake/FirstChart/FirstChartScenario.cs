using System.Diagnostics;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake.FirstChart;

/// <summary>A newcomer does what <c>docs/first-chart.md</c> says, word by word, and has a chart.</summary>
public sealed partial class FirstChartScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_variables_of_the_page_give_a_program_with_OpenTelemetry_its_first_chart()
    {
        var clients = Clients();
        var commands = Commands()[0];
        commands.Split('\n').Length.ShouldBe(2, "two variables, and nothing else");
        await using var host = await GovernanceHost.StartAsync();
        var program = Path.Combine(
            Checkout.Root, "tests", "Governance.SystemTests", "Intake", "FirstChart", "model.mjs");
        // The program is given as text, so that it finds the packages of the folder that it runs in.
        var run = $"node --input-type=module -e \"$(cat '{program}')\"";
        var said = await RunAsync($"{ForHost(commands, host)}\n{run}", clients);
        said.ShouldBeEmpty();

        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await Eventually.IsTrueAsync("the model's page has a chart of its latency", async () =>
            (await PageAsync(officer, "/models/my-model")).QuerySelectorAll("#signals .tiles > *")
                .Any(tile => tile.TextContent.Contains("Latency") && tile.QuerySelector("svg") is not null));
        var senders = (await PageAsync(officer, "/intake")).QuerySelector("table.senders tbody");
        senders!.TextContent.ShouldContain("my-model");
    }

    [Fact]
    public async Task The_line_of_the_page_for_JSON_lines_is_taken_and_its_model_listed()
    {
        await using var host = await GovernanceHost.StartAsync();
        var said = await RunAsync(ForHost(Commands()[1], host), Path.GetTempPath());
        said.ShouldStartWith("{\"accepted\":1,\"refused\":0");
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await Eventually.IsTrueAsync("the model is listed", async () =>
        {
            var models = (await PageAsync(officer, "/models")).QuerySelector("tbody");
            return models?.TextContent.Contains("my-other-model") is true;
        });
    }

    private static string ForHost(string commands, GovernanceHost host) => commands
        .Replace("http://localhost:4318", Address(host.OtlpHttp), StringComparison.Ordinal)
        .Replace("http://localhost:8080", Address(host.Web), StringComparison.Ordinal);

    private static string Address(HttpClient client) => client.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>What the page tells to type: its blocks of shell, in order.</summary>
    private static List<string> Commands() =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "first-chart.md")))
            .Select(block => block.Groups["text"].Value.Trim()),
    ];

    private static async Task<string> RunAsync(string script, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        var inherited = start.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal));
        foreach (var name in inherited.ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, said);
        return said;
    }

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop));
    }

    private static string Clients()
    {
        var folder = Environment.GetEnvironmentVariable("GOVERNANCE_CLIENTS")
            ?? Path.Combine(Checkout.Root, "artifacts", "clients");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The OpenTelemetry SDK is not installed: tests/run.sh does it, and needs ../shared/clients and npm.");
        return folder;
    }

    [GeneratedRegex("```sh\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
