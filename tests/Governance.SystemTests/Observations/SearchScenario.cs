using System.Net;
using System.Text.Json;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;

namespace Governance.SystemTests.Observations;

/// <summary>What was streamed is found again, by what it is and when it was.</summary>
public sealed class SearchScenario
{
    [Fact]
    public async Task Observations_are_found_by_what_they_are()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans(
            "support", Telemetry.Chat(1, "v1", trace: 1), Telemetry.Chat(2, "v2", trace: 2),
            Telemetry.Tool(3, trace: 2)));
        await world.SendAsync(Telemetry.Spans("search", Telemetry.Chat(4, "v1", trace: 4)));

        await world.AskUntilAsync("", 4);
        (await world.AskUntilAsync("deployment:support", 3)).GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        await world.AskUntilAsync("deployment:support version:v1", 1);
        await world.AskUntilAsync("kind:tool-call", 1);
        await world.AskUntilAsync("trace:00000000000000000000000000000002", 2);
        await world.AskUntilAsync("00000000000000000000000000000004 deployment:search", 1);
        await world.AskUntilAsync("deployment:search kind:tool-call", 0);
        await world.AskUntilAsync("since:1h until:45s kind:inference", 3);
        await world.AskUntilAsync("recorded-until:1h", 0);
    }

    [Fact]
    public async Task Pages_follow_each_other_from_newest_to_oldest_without_gap_or_repetition()
    {
        await using var world = await BehaviourWorld.StartAsync();
        for (var batch = 0; batch < 5; batch++)
        {
            var spans = Enumerable.Range(1, 7).Select(n => Telemetry.Chat((batch * 7) + n)).ToArray();
            await world.SendAsync(Telemetry.Spans("support", spans));
        }

        var all = Addresses(await world.AskUntilAsync("deployment:support", 35));
        var paged = new List<string>();
        for (var below = ""; ;)
        {
            var page = await world.AskAsync("deployment:support", $"&limit=4{below}");
            paged.AddRange(Addresses(page));
            if (page.GetProperty("isComplete").GetBoolean())
                break;
            below = $"&below={page.GetProperty("goOnBelow").GetString()}";
        }

        paged.ShouldBe(all);
        paged.Distinct().Count().ShouldBe(35);
    }

    [Fact]
    public async Task A_question_that_is_not_understood_finds_nothing_and_says_so()
    {
        await using var world = await BehaviourWorld.StartAsync();
        using var answer = await world.Auditor.GetAsync("/api/behaviour?q=colour:red");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var cursor = await world.Auditor.GetAsync("/api/behaviour?below=x");
        cursor.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await world.PageAsync("/behaviour?q=colour:red")).ShouldContain("Nothing was searched");
        (await world.PageAsync("/behaviour")).ShouldContain("No observation matches");
    }

    [Fact]
    public async Task The_page_shows_what_was_found_and_what_it_cost()
    {
        await using var world = await BehaviourWorld.StartAsync();
        await world.SendAsync(Telemetry.Spans("support", Telemetry.Chat(1, "v1"), Telemetry.Tool(2)));
        await world.AskUntilAsync("deployment:support", 2);

        var page = await world.PageAsync("/behaviour?q=deployment:support");

        page.ShouldContain("2 observations; 1 segment read");
        page.ShouldContain("tool search");
    }

    [Fact]
    public async Task A_filter_keeps_segments_closed()
    {
        await using var world = await BehaviourWorld.StartAsync();
        for (var trace = 1; trace <= 8; trace++)
            await world.SendAsync(Telemetry.Spans("support", Telemetry.Chat(trace, trace: trace)));
        await world.AskUntilAsync("", 8);
        await Eventually.IsTrueAsync("every segment has its filter", async () =>
            await world.Host.Database.ScalarAsync<long>("select count(*) from behaviour_filter")
            == await world.Host.Database.ScalarAsync<long>("select count(*) from es_segment"));

        var answer = await world.AskAsync("trace:00000000000000000000000000000003");

        Addresses(answer).Count.ShouldBe(1);
        answer.GetProperty("segments").GetProperty("opened").GetInt32().ShouldBe(1);
    }

    private static List<string> Addresses(JsonElement answer) =>
        [.. answer.GetProperty("observations").EnumerateArray().Select(one => one.GetProperty("address").GetString()!)];
}
