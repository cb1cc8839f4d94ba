using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>The fleet page says what was watched and what was not measured.</summary>
public sealed class FleetPageScenario
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
        cells[1].ShouldBe("unregistered");
        cells[3].ShouldBe("v7");
        cells[5].ShouldBe("100%");
        cells[6].ShouldBe("not measured");
    }

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
