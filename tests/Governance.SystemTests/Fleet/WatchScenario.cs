using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Governance.Domain.Access;
using Governance.EventSourcing;
using Governance.Server.Fleet.Watching;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Fleet;

/// <summary>Registry and telemetry disagree: it is a signal, it is an incident where it matters, and it ends.</summary>
public sealed class WatchScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_nobody_registered_and_its_unannounced_version_are_found_and_mended()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        await StreamAsync(host, 1, "v7");
        await JudgeAsync(host);
        (await FoundAsync(owner)).ShouldContain("desk streams, and nobody has registered it");

        await DoAsync(owner, "/models", ("name", "desk"), ("owner", "support"), ("environment", "production"));
        await DoAsync(owner, "/models/desk/versions", ("version", "v1"));
        await JudgeAsync(host);
        var found = await FoundAsync(owner);
        found.ShouldContain("desk serves v7, which nobody announced");
        found.ShouldNotContain("nobody has registered it");
        await host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        var page = await PageAsync(owner, "/models/desk");
        page.QuerySelector("#incidents a")!.TextContent.ShouldContain("which nobody announced");
        var room = await PageAsync(owner, page.QuerySelector("#incidents a")!.GetAttribute("href")!);
        room.QuerySelector(".observations tbody tr")!.TextContent.ShouldContain("v7");

        await DoAsync(owner, "/models/desk/served-names", ("version", "v1"), ("served", "v7"));
        await JudgeAsync(host);
        (await PageAsync(owner, "/models/desk")).QuerySelector("#conditions").ShouldBeNull();
    }

    [Fact]
    public async Task Silence_is_not_measured_and_never_nought_until_the_model_is_heard_again()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        await DoAsync(
            owner,
            "/models",
            ("name", "desk"), ("owner", "support"), ("environment", "production"), ("heartbeat", "600"));
        await StreamAsync(host, 1, "v1");
        await JudgeAsync(host);
        (await PageAsync(owner, "/models/desk")).QuerySelector("#silent").ShouldBeNull();

        await JudgeAsync(host, TimeSpan.FromMinutes(11));
        (await PageAsync(owner, "/models/desk")).QuerySelector("#silent")!.TextContent.ShouldContain("Not measured");
        (await PageAsync(owner, "/models")).QuerySelector("#page tbody tr")!.TextContent.ShouldContain("Silent");
        await JudgeAsync(host, TimeSpan.FromMinutes(12));
        (await PageAsync(owner, "/models/desk")).QuerySelectorAll("#conditions li").Length.ShouldBe(1);

        await StreamAsync(host, 2, "v1");
        await JudgeAsync(host);
        (await PageAsync(owner, "/models/desk")).QuerySelector("#silent").ShouldBeNull();
    }

    [Fact]
    public async Task A_sender_of_nothing_but_metrics_is_heard()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var owner = await SignedIn.AsAsync(host, Role.ModelOwner);
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        using var answer = await host.OtlpHttp.SendAsync(
            Telemetry.Request(
                "/v1/metrics",
                $$"""
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"desk"} }]},
                "scopeMetrics":[{"metrics":[{"name":"gen_ai.client.operation.duration","unit":"s","histogram":{
                "aggregationTemporality":2,"dataPoints":[{"count":"3","sum":3,"bucketCounts":["3"],"explicitBounds":[],
                "startTimeUnixNano":"{{now - 1_000_000_000}}","timeUnixNano":"{{now}}","attributes":[
                {"key":"gen_ai.operation.name","value":{"stringValue":"chat"} }]}]} }]}]}]}
                """),
            Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await JudgeAsync(host);
        (await FoundAsync(owner)).ShouldContain("desk streams, and nobody has registered it");
    }

    /// <summary>Judges, and waits until the pages know what was found.</summary>
    private static async Task JudgeAsync(GovernanceHost host, TimeSpan later = default)
    {
        var watch = host.Services.GetRequiredService<FleetWatch>();
        await watch.JudgeAsync(TimeProvider.System.GetUtcNow() + later, Ct);
        var head = await host.Services.GetRequiredService<EventStore>().HeadAsync(Ct);
        await host.Services.GetRequiredService<FoldRunner>().WaitForAsync(head.Position, Ct);
    }

    private static async Task<string> FoundAsync(SignedIn person) =>
        (await PageAsync(person, "/models/desk")).QuerySelector("#conditions")!.TextContent;

    private static async Task StreamAsync(GovernanceHost host, int number, string version)
    {
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(number, version)), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task DoAsync(SignedIn person, string action, params (string Name, string Value)[] fields)
    {
        using var answer = await person.SendFormAsync("/models", action, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<IDocument> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Ct));
    }
}
