using System.Net;
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

        var row = await Eventually.GetAsync("the deployment is listed", async () =>
            (await PageAsync(officer, "/models?view=unregistered")).QuerySelector("tbody tr"));
        var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        cells[0].ShouldStartWith("desk");
        (cells[1], cells[2], cells[3]).ShouldBe(("Unregistered", "v7 100 %", "1"));
        var coverage = await Eventually.GetAsync("the detectors have read it", async () =>
            (await PageAsync(officer, "/models/desk")).QuerySelectorAll("#coverage tbody tr") is { Length: > 4 } lines
                ? lines.Select(line => line.QuerySelectorAll("td")).ToDictionary(
                    line => line[0].TextContent.Trim(), line => (Said: line[1], Missing: line[3].TextContent))
                : null);
        coverage["Model version"].Said.QuerySelector("svg").ShouldNotBeNull();
        coverage["Decision served under"].Said.TextContent.Trim().ShouldBe("not measured");
        coverage["Decision served under"].Missing.ShouldBe("needs governance.decision.id");
        coverage["Input length"].Missing.ShouldBe("needs gen_ai.usage.input_tokens");
    }

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
