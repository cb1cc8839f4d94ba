using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Fleet;

/// <summary>Models stream over OTLP; the list, a model's page and the API say what was seen and what was not.</summary>
public sealed class FleetScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_model_that_streams_is_listed_with_what_is_seen_of_it_and_what_is_not()
    {
        await using var world = await FleetWorld.StartAsync();
        await Eventually.IsTrueAsync("both models are on the board and an incident restricts one", async () =>
            (await RowsAsync(world)) is [_, _] rows && Row(rows, FleetWorld.Registered).GetProperty("restrictions")
                .GetArrayLength() == 1);
        var rows = await RowsAsync(world);
        AnswersForTheRegisteredOne(Row(rows, FleetWorld.Registered));
        SaysWhatTheOtherLacks(Row(rows, FleetWorld.Quiet));
        await ListSaysItAsync(world);
        await PageSaysItAsync(world);
        (await world.Officer.GetAsync("/models/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static void AnswersForTheRegisteredOne(JsonElement row)
    {
        row.GetProperty("status").GetString().ShouldBe("registered");
        row.GetProperty("stable").GetString().ShouldBe("v1");
        var versions = row.GetProperty("versions").EnumerateArray().ToList();
        versions.Take(2).Select(version => version.GetProperty("version").GetString()).ShouldBe(["v1", "v2"]);
        versions[1].GetProperty("share24Hours").GetDouble().ShouldBeInRange(0.02, 0.3);
        row.GetProperty("known").GetProperty("version").GetInt64()
            .ShouldBe(row.GetProperty("kinds").GetProperty("inference").GetInt64());
        row.GetProperty("observations").GetInt64().ShouldBeGreaterThan(1_000);
        Signal(row, "inputTokens").GetProperty("needs").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static void SaysWhatTheOtherLacks(JsonElement row)
    {
        row.GetProperty("status").GetString().ShouldBe("unregistered");
        Signal(row, "inputTokens").GetProperty("needs").GetString().ShouldBe("gen_ai.usage.input_tokens");
        Signal(row, "toolError").GetProperty("of").GetInt64().ShouldBe(0);
    }

    private static async Task ListSaysItAsync(FleetWorld world)
    {
        var list = await PageAsync(world, "/models?view=unregistered");
        list.ShouldContain(FleetWorld.Quiet);
        list.ShouldContain("Unregistered");
        list.ShouldNotContain(FleetWorld.Registered);
        (await PageAsync(world, "/models?q=nothing-like-it")).ShouldContain("No model matches");
    }

    private static async Task PageSaysItAsync(FleetWorld world)
    {
        var quiet = await PageAsync(world, "/models/" + Uri.EscapeDataString(FleetWorld.Quiet));
        quiet.ShouldContain("needs gen_ai.usage.input_tokens");
        quiet.ShouldContain("nobody answers for it");
        var page = await PageAsync(world, "/models/" + FleetWorld.Registered);
        page.ShouldContain("Alarm on v2");
        page.ShouldContain("Not to be advanced");
        page.ShouldContain("expected");
    }

    private static async Task<string> PageAsync(FleetWorld world, string path)
    {
        using var answer = await world.Officer.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        return new HtmlParser().ParseDocument(html).QuerySelector("#page")!.TextContent;
    }

    private static async Task<List<JsonElement>> RowsAsync(FleetWorld world)
    {
        using var answer = await world.Officer.GetAsync("/api/deployments");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static JsonElement Row(List<JsonElement> rows, string name) =>
        rows.Single(row => row.GetProperty("name").GetString() == name);

    private static JsonElement Signal(JsonElement row, string signal) => row.GetProperty("signals").EnumerateArray()
        .Single(one => one.GetProperty("signal").GetString() == signal);
}
