using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;

namespace Governance.SystemTests.Fleet;

/// <summary>Before anything streams, and from the first span on.</summary>
public sealed class FirstSpanScenario
{
    [Fact]
    public async Task A_deployment_is_listed_from_its_first_span_on_with_what_it_does_not_tell()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        (await PageAsync(officer, "/models")).Body!.TextContent.ShouldContain("Nothing has streamed yet");
        using var answer = await host.OtlpHttp.SendAsync(
            Telemetry.Spans("desk", Telemetry.Chat(1, "v7")), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        // The board hears that it exists and what it served from two facts, one after the other.
        var row = await Eventually.GetAsync("the deployment is listed with what it served", async () =>
            (await PageAsync(officer, "/models?view=unregistered")).QuerySelector("tbody tr") is { } listed
            && !listed.TextContent.Contains("never heard")
                ? listed
                : null);
        var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        cells[0].ShouldStartWith("desk");
        (cells[1], cells[2], cells[3]).ShouldBe(("Unregistered", "v7 100 %", "1"));
        var coverage = await Eventually.GetAsync("the detectors have read it", async () =>
            (await PageAsync(officer, "/models/desk")).QuerySelectorAll("#coverage tbody tr") is { Length: > 4 } lines
                ? lines.Select(line => line.QuerySelectorAll("td")).ToDictionary(
                    line => line[0].TextContent.Trim(), line => (Said: line[1], Missing: line[3].TextContent))
                : null);
        coverage["Input length"].Missing.ShouldBe("needs gen_ai.usage.input_tokens");

        var page = await PageAsync(officer, "/models/desk");
        page.QuerySelector("#telemetry .spoken")!.TextContent.ShouldContain("OpenTelemetry GenAI 1.37 and later");
        Cells(page, "version").ShouldBe(["Model version", "100 %", "100 %", ""]);
        Cells(page, "decision").ShouldBe(
            ["Decision served under", "not measured", "needs governance.decision.id"]);
        using var told = await officer.GetAsync("/api/deployments/desk/coverage");
        var json = await told.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        json.GetProperty("vocabularies")[0].GetProperty("name").GetString().ShouldBe("otel");
        json.GetProperty("mapping").GetInt32().ShouldBeGreaterThan(1);
    }

    private static IEnumerable<string> Cells(IDocument page, string field) =>
        page.QuerySelectorAll($"#telemetry-{field} td").Select(cell => cell.TextContent.Trim());

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
