using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Signals;

/// <summary>Two sides of a deployment are compared: the page, the file and the API say the same.</summary>
public sealed class DriftScenario(SignalWorld world) : IClassFixture<SignalWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F27_What_has_changed_between_two_periods_stands_out_and_what_has_not_does_not()
    {
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        var halves = SignalWorld.Halves(1000);
        await world.PlayAsync("drifted", 500, 500, (wire, turn) => wire.Call(
            turn.At,
            ("gen_ai.usage.output_tokens", (int)wire.Dice.LogNormal(turn.Changed ? 320 : 210, 0.4)),
            ("governance.task.class", turn.Number % 3 == 0 ? "summarise" : "answer")));

        var report = await ReadAsync(auditor, $"/api/drift?deployment=drifted&{halves}");
        var rows = report.GetProperty("rows").EnumerateArray().ToList();
        var tokens = Row(rows, "outputTokens");
        tokens.GetProperty("standsOut").GetBoolean().ShouldBeTrue();
        tokens.GetProperty("effect").GetProperty("low").GetDouble().ShouldBeGreaterThan(40);
        tokens.GetProperty("matched").GetProperty("classes").GetInt32().ShouldBe(2);
        tokens.GetProperty("matched").GetProperty("effect").GetProperty("value").GetDouble().ShouldBeInRange(60, 160);
        var distance = tokens.GetProperty("distance");
        distance.GetProperty("populationStability").GetDouble()
            .ShouldBeGreaterThan(distance.GetProperty("populationStabilityByChance").GetDouble());
        distance.GetProperty("wasserstein").GetDouble()
            .ShouldBeGreaterThan(3 * distance.GetProperty("wassersteinByChance").GetDouble());
        tokens.GetProperty("left").GetProperty("n").GetInt64().ShouldBe(500);
        tokens.GetProperty("right").GetProperty("n").GetInt64().ShouldBe(500);
        Row(rows, "inputTokens").GetProperty("effect").GetProperty("value").GetDouble().ShouldBe(0);
        report.GetProperty("notMeasured").EnumerateArray()
            .Single(one => one.GetProperty("signal").GetString() == "sycophancy")
            .GetProperty("needs").GetString().ShouldBe("complete probe pairs of kind sycophancy");
        report.GetProperty("tested").GetInt32().ShouldBe(
            rows.Count(row => row.GetProperty("qValue").ValueKind is JsonValueKind.Number));
    }

    [Fact]
    public async Task A_permalink_page_file_and_answer_hold_the_same_rows_also_after_more_was_recorded()
    {
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        var halves = SignalWorld.Halves(200);
        await world.PlayAsync("drift-link", 200, 0, (wire, turn) => wire.Call(turn.At));
        var page = await PageAsync(auditor, $"/drift?deployment=drift-link&{halves}");
        string Link(string text) => page.QuerySelectorAll(".actions a")
            .Single(one => one.TextContent.Contains(text)).GetAttribute("href")!;
        var (permalink, file, answer) = (Link("Permalink"), Link("CSV"), Link("JSON"));
        var before = Rows(page);
        before.ShouldNotBeEmpty();

        await world.PlayAsync("drift-link", 200, 0, (wire, turn) => wire.Call(turn.At), seed: 9);
        Rows(await PageAsync(auditor, permalink)).ShouldBe(before);
        var listed = (await ReadAsync(auditor, answer)).GetProperty("rows").EnumerateArray().ToList();
        listed.Count.ShouldBe(before.Count);
        var lines = (await (await auditor.GetAsync(file)).Content.ReadAsStringAsync(Ct)).Split("\r\n")[1..];
        var difference = double.Parse(lines[0].Split(',')[10], CultureInfo.InvariantCulture);
        difference.ShouldBe(listed[0].GetProperty("effect").GetProperty("value").GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("deployment=drift-link&left=v1&leftFrom=2026-11-20&right=v1&rightFrom=2026-11-20")]
    [InlineData("deployment=drift-link&left=v1&leftFrom=yesterday")]
    [InlineData("deployment=drift-link&leftFrom=2025-01-01&leftTo=2026-01-01&rightFrom=2026-02-01")]
    [InlineData("deployment=drift-link")]
    public async Task What_cannot_be_compared_is_told(string query)
    {
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        using var answer = await auditor.GetAsync("/api/drift?" + query);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("drift_not_asked");
    }

    private static JsonElement Row(List<JsonElement> rows, string signal) => rows.Single(row =>
        row.GetProperty("signal").GetString() == signal
        && row.GetProperty("dimension").ValueKind is JsonValueKind.Null);

    private static List<string> Rows(AngleSharp.Html.Dom.IHtmlDocument page) =>
    [
        .. page.QuerySelectorAll("#differences tbody tr").Select(row =>
            string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
    ];

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<JsonElement> ReadAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
