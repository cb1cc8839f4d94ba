using System.Net;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.Server.Access.Keys;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.EventSourcing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>What a sender may rely on, over HTTP and a real database.</summary>
public sealed class IntakeScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_stored_once_however_often_it_is_sent()
    {
        await using var host = await GovernanceHost.StartAsync();
        for (var again = 0; again < 3; again++)
            await SendAsync(host, "desk", Telemetry.Chat(1), Telemetry.Chat(2));
        await SendAsync(host, "desk", Telemetry.Chat(2), Telemetry.Chat(3));
        (await Stored.ObservationsIn(host)).Select(one => one.SpanId!).Order()
            .ShouldBe(["0000000000000001", "0000000000000002", "0000000000000003"]);
    }

    [Fact]
    public async Task A_request_sent_again_after_a_restart_stores_nothing_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using (var first = await GovernanceHost.StartAsync(database: database, folder: folder.Path))
            await SendAsync(first, "desk", Telemetry.Chat(1));
        await using var second = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await SendAsync(second, "desk", Telemetry.Chat(1), Telemetry.Chat(2));
        (await Stored.ObservationsIn(second)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_nodes_store_a_request_once_between_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using var one = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await using var other = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        for (var number = 1; number <= 20; number++)
        {
            await Task.WhenAll(
                SendAsync(one, "desk", Telemetry.Chat(number)), SendAsync(other, "desk", Telemetry.Chat(number)));
        }
        (await Stored.ObservationsIn(one)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_deployment_that_nobody_registered_becomes_visible_once()
    {
        await using var host = await GovernanceHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => SendAsync(host, "desk", Telemetry.Chat(number))));
        await SendAsync(host, "shop", Telemetry.Chat(9));
        var store = host.Services.GetRequiredService<EventStore>();
        var observed = await store.ReadAsync(
            0, 100, [EventTypes.AliasOf<DeploymentEvent.Observed>()], withoutBehaviour: true, Stop);
        observed.Select(fact => ((DeploymentEvent.Observed)EventTypes.Decode(fact).Event).Name).Order()
            .ShouldBe(["desk", "shop"]);
    }

    [Fact]
    public async Task One_request_of_several_deployments_is_one_append_of_several_segments()
    {
        await using var host = await GovernanceHost.StartAsync();
        var body = """
            {"resourceSpans":[DESK,SHOP]}
            """.Replace("DESK", Container("desk", 1)).Replace("SHOP", Container("shop", 2));
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Request("/v1/traces", body), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var segments = await Stored.SegmentsIn(host);
        segments.Select(segment => segment.Header.Name).Order().ShouldBe(["desk", "shop"]);
        segments.Select(segment => segment.RecordedAt).Distinct().Count().ShouldBe(1);

        static string Container(string service, int number) => $$"""
            {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{service}}"} }]},
             "scopeSpans":[{"spans":[{{Telemetry.Chat(number)}}]}]}
            """;
    }

    [Fact]
    public async Task A_tool_call_that_arrives_first_waits_durably_for_its_version()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using (var first = await GovernanceHost.StartAsync(database: database, folder: folder.Path))
        {
            await SendAsync(first, "desk", Telemetry.Tool(0xd1));
            (await Stored.ObservationsIn(first)).ShouldBeEmpty();
        }
        await using var second = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await SendAsync(second, "desk", Telemetry.Chat(0xc1, "v7"));
        await Eventually.IsTrueAsync("the tool call is stored", async () =>
            (await Stored.ObservationsIn(second)).Any(one => one.Kind is ObservationKind.ToolCall));
        var tool = (await Stored.ObservationsIn(second)).Single(one => one.Kind is ObservationKind.ToolCall);
        (tool.Tool, tool.VersionFromTrace).ShouldBe(("search", true));
        (await database.ScalarAsync<long>("select count(*) from intake_waiting")).ShouldBe(0);
    }

    [Fact]
    public async Task Metrics_are_taken_with_a_word_about_their_use()
    {
        await using var host = await GovernanceHost.StartAsync();
        var body = """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"asInt":1}]}}]}]}]}
            """;
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Request("/v1/metrics", body), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("1 data points");
    }

    [Fact]
    public async Task Telemetry_is_not_taken_at_the_web_port()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var answer = await host.Web.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(1)), Stop);
        answer.IsSuccessStatusCode.ShouldBeFalse();
        (await Stored.ObservationsIn(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_on_the_wire_and_unpacked()
    {
        await using var host = await GovernanceHost.StartAsync(
            ["--Intake:MaxWireBytes=2000", "--Intake:MaxBodyBytes=4000"]);
        using var sent = await host.OtlpHttp.SendAsync(
            Telemetry.Request("/v1/traces", "{\"x\":\"" + new string('a', 3000) + "\"}"), Stop);
        sent.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await sent.Content.ReadAsStringAsync(Stop)).ShouldContain("\"code\":8");
    }

    [Fact]
    public async Task Where_a_key_is_asked_for_only_a_models_key_is_let_in()
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:RequireKey=true"]);
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>()
            .IssueAsync("desk", Role.Model, Actor.Part("test"), Stop);
        using var stranger = await host.OtlpHttp.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(1)), Stop);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var known = Telemetry.Spans("desk", Telemetry.Chat(2));
        known.Headers.Add("Authorization", $"Bearer {key}");
        using var answer = await host.OtlpHttp.SendAsync(known, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Stored.ObservationsIn(host)).Count.ShouldBe(1);
    }

    private static async Task SendAsync(GovernanceHost host, string service, params string[] spans)
    {
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans(service, spans), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
    }
}
