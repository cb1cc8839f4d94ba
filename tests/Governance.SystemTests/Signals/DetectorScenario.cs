using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>The pages of detectors: what they say is what the API says, and people judge episodes on them.</summary>
public sealed class DetectorScenario(SignalWorld world) : IClassFixture<SignalWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_detector_without_input_says_what_it_needs_and_one_with_little_says_how_far_it_is()
    {
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        await world.PlayAsync("detector-young", 100, 0, (wire, turn) => wire.Call(turn.At));
        await SettledAsync();
        var health = await ReadAsync(auditor, "/api/detectors/latency/health");
        var young = health.GetProperty("deployments").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "detector-young");
        young.GetProperty("readiness").GetString().ShouldBe("warmingUp");
        young.GetProperty("gathered").GetInt64().ShouldBeInRange(1, 255);

        var blind = await ReadAsync(auditor, "/api/detectors/sycophancy/health");
        blind.GetProperty("voice").GetString().ShouldBe("noInput");
        var page = await TextAsync(auditor, "/detectors/sycophancy");
        page.ShouldContain("Not measurable: needs complete probe pairs of kind sycophancy");
        (await TextAsync(auditor, "/detectors/latency")).ShouldContain("warming up");
        (await auditor.GetAsync("/detectors/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_file_and_api_hold_the_same_detectors_of_a_filter_in_the_same_order()
    {
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        const string Filter = "?label=calibrated&sort=silence";
        var listed = (await ReadAsync(auditor, "/api/detectors/health" + Filter)).EnumerateArray()
            .Select(one => one.GetProperty("word").GetString()!).ToList();
        listed.ShouldContain("hedging");
        listed.ShouldNotContain("refusal");
        var file = await (await auditor.GetAsync("/detectors.csv" + Filter)).Content.ReadAsStringAsync(Ct);
        file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])
            .ShouldBe(listed);
        var page = new HtmlParser().ParseDocument(
            await (await auditor.GetAsync("/detectors" + Filter)).Content.ReadAsStringAsync(Ct));
        page.QuerySelectorAll("tbody tr[id]").Select(row => row.Id!["detector-".Length..]).ShouldBe(listed);
    }

    [Fact]
    public async Task An_episode_is_judged_by_a_form_and_counts_from_then_on()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        var raised = await world.PlayAsync("detector-judged", 5, 1, (wire, turn) => wire.Tool(
            turn.At, "run_shell", ("governance.action.class", turn.Changed ? "self_copy" : null)));
        var signal = raised.Single(one => one.Subject.Signal is SignalKind.ForbiddenAction);
        await SettledAsync();
        var action = $"/signals/{signal.Fingerprint}/episodes/{signal.Episode}/judgement";
        const string Page = "/detectors/forbidden_action";

        (await officer.SendFormAsync(Page, action, ("disposition", "false"))).StatusCode
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await auditor.SendFormAsync(Page, action, ("disposition", "false"), ("reason", "a drill"))).StatusCode
            .ShouldBe(HttpStatusCode.Forbidden);
        using var said = await officer.SendFormAsync(
            Page, action, ("disposition", "expected"), ("reason", "a drill of <all>"), ("back", Page));
        said.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        said.Headers.Location!.ToString().ShouldBe(Page);
        (await officer.SendFormAsync(
            Page, action, ("disposition", "expected"), ("reason", "again"), ("back", "//elsewhere.example/")))
            .Headers.Location!.ToString().ShouldBe("/signals");

        await SettledAsync();
        var shown = await TextAsync(officer, Page);
        shown.ShouldContain("judged expected");
        shown.ShouldContain("a drill of <all>");
        var health = await ReadAsync(officer, "/api/detectors/forbidden_action/health");
        health.GetProperty("precision").EnumerateArray().Sum(one => one.GetProperty("expected").GetInt32()).ShouldBe(1);
        health.GetProperty("precisionOfAll").GetDouble().ShouldBe(1);

        var incident = await Eventually.GetAsync(
            "the signal's incident in the queue",
            async () => (await auditor.GetAsync("/incidents?view=all")) is { } queue
                ? new HtmlParser().ParseDocument(await queue.Content.ReadAsStringAsync(Ct))
                    .QuerySelectorAll("a.main-link").FirstOrDefault(one => one.TextContent.Contains("detector-judged"))
                    ?.GetAttribute("href")
                : null);
        (await TextAsync(officer, incident)).ShouldContain("judged expected");
    }

    [Fact]
    public async Task A_changed_configuration_goes_on_trial_by_a_form_and_the_page_says_what_it_lacks()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        const string Page = "/detectors/truncation";
        (await auditor.SendFormAsync(Page, Page + "/configuration", ("CalmSteps", "20"), ("reason", "try")))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.SendFormAsync(Page, Page + "/configuration", ("CalmSteps", "many"), ("reason", "try")))
            .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.SendFormAsync(Page, Page + "/configuration", ("CalmSteps", "20"), ("reason", "ends too soon")))
            .StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await SettledAsync();
        var tried = await TextAsync(officer, Page);
        tried.ShouldContain("Configuration 2 is on trial");
        tried.ShouldContain("a back-test of exactly configuration 2");
        tried.ShouldContain("ends too soon");
        (await officer.SendFormAsync(Page, Page + "/mode", ("mode", "active"), ("version", "2"), ("reason", "now")))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var health = await ReadAsync(auditor, "/api/detectors/truncation/health");
        (health.GetProperty("configuration").GetInt32(), health.GetProperty("trial").GetInt32()).ShouldBe((1, 2));

        (await officer.SendFormAsync(Page, Page + "/withdrawal", ("reason", "not needed"))).StatusCode
            .ShouldBe(HttpStatusCode.SeeOther);
        (await officer.SendFormAsync(Page, Page + "/mode", ("mode", "monitor"), ("reason", "too loud"))).StatusCode
            .ShouldBe(HttpStatusCode.SeeOther);
        (await officer.SendFormAsync(Page, Page + "/mode", ("mode", "loud"), ("reason", "too loud"))).StatusCode
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        await SettledAsync();
        health = await ReadAsync(auditor, "/api/detectors/truncation/health");
        health.GetProperty("mode").GetString().ShouldBe("monitor");
        health.GetProperty("trial").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_baseline_is_frozen_at_positions_or_gathered_anew()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        await world.PlayAsync("detector-baseline", 30, 0, (wire, turn) => wire.Call(turn.At));
        await SettledAsync();
        var id = (await ReadAsync(officer, "/api/detectors/error/health")).GetProperty("deployments").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "detector-baseline")
            .GetProperty("deployment").GetString()!;
        const string Page = "/detectors/error";
        Task<HttpResponseMessage> SetAsync(string from, string through) => officer.SendFormAsync(
            Page, Page + "/baselines", ("deployment", id), ("version", "v1"), ("from", from), ("through", through),
            ("reason", "a good week"));
        (await SetAsync("1", "")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SetAsync("1", "2")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await SettledAsync();
        (await TextAsync(officer, Page)).ShouldContain("Baseline 2 of v1 is frozen at positions 1 to 2");
        (await SetAsync("", "")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await SettledAsync();
        (await TextAsync(officer, Page)).ShouldContain("Baseline 3 of v1 gathers anew");
    }

    private async Task SettledAsync()
    {
        await world.Host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        var head = await world.Host.Services.GetRequiredService<EventSourcing.EventStore>().HeadAsync(Ct);
        await world.Host.Services.GetRequiredService<FoldRunner>().WaitForAsync(head.Position, Ct);
    }

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Ct));
        return System.Text.RegularExpressions.Regex.Replace(page.Body!.TextContent, @"\s+", " ");
    }

    private static async Task<JsonElement> ReadAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
