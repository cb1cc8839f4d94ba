using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>The page of intake shows who streams, and what of it was not stored.</summary>
public sealed class IntakePageScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_streams_is_on_the_page_within_seconds_with_what_was_left_out()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        (await TextAsync(officer, "/intake")).ShouldContain("Nothing has streamed yet");

        const string lines = """
            {"kind":"batch","deployment":"desk","model.version":"v8"}
            {"kind":"inference","id":"1","time":1772442002000,"prompt":"not kept"}
            {"kind":"inference"}
            """;
        for (var again = 0; again < 2; again++)
        {
            using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
            using var answer = await host.Web.PostAsync("/v1/behaviour", content, Stop);
        }
        await Eventually.IsTrueAsync("the sender is on the page", async () => (await RowsAsync(officer)).Count == 1);
        var row = (await RowsAsync(officer))[0];
        row.GetProperty("name").GetString().ShouldBe("desk");
        row.GetProperty("kinds").GetProperty("inference").GetInt32().ShouldBe(1);
        row.GetProperty("coverage").GetProperty("version").GetDouble().ShouldBe(1);
        var left = row.GetProperty("notStored");
        (Count("repeated"), Count("unreadable"), Count("values")).ShouldBe((1, 2, 2));

        var page = new HtmlParser().ParseDocument(await TextAsync(officer, "/intake"));
        page.QuerySelectorAll("table.senders tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("desk");

        int Count(string member) => left.GetProperty(member).GetInt32();
    }

    private static async Task<List<JsonElement>> RowsAsync(SignedIn officer)
    {
        var view = JsonSerializer.Deserialize<JsonElement>(await TextAsync(officer, "/api/intake"));
        return [.. view.GetProperty("rows").EnumerateArray()];
    }

    private static async Task<string> TextAsync(SignedIn officer, string path)
    {
        using var answer = await officer.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
