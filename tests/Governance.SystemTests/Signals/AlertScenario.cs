using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Access.Keys;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>Alerts of other systems become signals, by the bodies that their documentation shows.</summary>
public sealed class AlertScenario
{
    private const string Fingerprint = "c5b2f1d0a9e83746";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_one_signal_while_it_fires_and_ends_when_it_is_resolved()
    {
        await using var host = await GovernanceHost.StartAsync();
        await KnownAsync(host, "desk");
        (await PostAsync(host, Alertmanager("firing"))).ShouldBe((1, 0, 0));
        (await PostAsync(host, Alertmanager("firing"))).ShouldBe((0, 0, 1));
        (await PostAsync(host, Alertmanager("resolved"))).ShouldBe((0, 1, 0));
        (await PostAsync(host, Alertmanager("resolved"))).ShouldBe((0, 0, 1));
        (await PostAsync(host, Alertmanager("firing"))).ShouldBe((1, 0, 0));

        var raised = await RaisedAsync(host);
        raised.Select(one => (one.Subject.DeploymentName, one.Episode, one.Evidence.SeverityHint))
            .ShouldBe([("desk", 1, Severity.Sev1), ("desk", 2, Severity.Sev1)]);
        raised[0].Evidence.Condition.ShouldNotBeNull().Sentence
            .ShouldBe("Alertmanager alerts HighLatency on desk: p99 above 2 s");
    }

    [Fact]
    public async Task An_alert_of_no_known_deployment_stands_under_the_name_for_all_of_those()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var answer = await SendAsync(host, "alertmanager", Alertmanager("firing"));
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("unassigned").GetInt32().ShouldBe(1);
        (await RaisedAsync(host)).ShouldHaveSingleItem().Subject.DeploymentName.ShouldBe("external");
    }

    [Fact]
    public async Task Alerts_that_the_sender_left_out_are_said()
    {
        await using var host = await GovernanceHost.StartAsync();
        await KnownAsync(host, "desk");
        using var answer = await SendAsync(host, "alertmanager", Alertmanager("firing", truncated: 7));
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("truncated").GetInt32().ShouldBe(7);
        (await RaisedAsync(host)).Select(one => one.Evidence.Condition!.Sentence)
            .ShouldContain("Alertmanager left out 7 alerts of a group: raise its max_alerts");
    }

    [Fact]
    public async Task Grafana_sends_the_same_with_words_of_its_own()
    {
        await using var host = await GovernanceHost.StartAsync(
            ["--Alerts:DeploymentLabel=model", "--Alerts:Severities:urgent=Sev2"]);
        await KnownAsync(host, "desk");
        using var answer = await SendAsync(host, "grafana", $$"""
            {"receiver":"governance","status":"firing","orgId":1,"version":"1","groupKey":"{}","truncatedAlerts":0,
             "title":"[FIRING:1] Refusals","state":"alerting","message":"**Firing**","alerts":[{"status":"firing",
             "labels":{"alertname":"Refusals","model":"desk","severity":"urgent"},"annotations":{},
             "startsAt":"2026-11-20T10:00:00+01:00","endsAt":"0001-01-01T00:00:00Z","fingerprint":"{{Fingerprint}}",
             "values":{"B":44.2},"valueString":"[ var='B' value=44.2 ]","silenceURL":"http://g/silence"}]}
            """);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var raised = (await RaisedAsync(host)).ShouldHaveSingleItem();
        (raised.Subject.DeploymentName, raised.Evidence.SeverityHint).ShouldBe(("desk", Severity.Sev2));
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("{\"version\":\"3\",\"alerts\":[]}", 400)]
    [InlineData("[]", 400)]
    public async Task What_is_no_post_of_alerts_is_refused(string body, int status)
    {
        await using var host = await GovernanceHost.StartAsync();
        using var answer = await SendAsync(host, "alertmanager", body);
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Nobody_alerts_without_a_key_nor_without_bounds()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var content = new StringContent(Alertmanager("firing"), Encoding.UTF8, "application/json");
        using var stranger = await host.Web.PostAsync("/v1/webhooks/alertmanager", content, Stop);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var large = await SendAsync(host, "alertmanager", new string(' ', 1024 * 1024 + 1));
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static async Task KnownAsync(GovernanceHost host, string name)
    {
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans(name, Telemetry.Chat(1)), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<(int Raised, int Cleared, int Unchanged)> PostAsync(GovernanceHost host, string body)
    {
        using var answer = await SendAsync(host, "alertmanager", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return (Count("raised"), Count("cleared"), Count("unchanged"));

        int Count(string member) => said.GetProperty(member).GetInt32();
    }

    private static async Task<HttpResponseMessage> SendAsync(GovernanceHost host, string source, string body)
    {
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>()
            .IssueAsync(source, Role.Gateway, Actor.Part("test"), Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/webhooks/{source}");
        request.Headers.Add("Authorization", $"Bearer {key}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Web.SendAsync(request, Stop);
    }

    private static async Task<List<SignalGroupEvent.SignalRaised>> RaisedAsync(GovernanceHost host)
    {
        var store = host.Services.GetRequiredService<EventStore>();
        var facts = await store.ReadAsync(
            0, 100, [EventTypes.AliasOf<SignalGroupEvent.SignalRaised>()], withoutBehaviour: true, Stop);
        return
        [
            .. facts.Select(fact => (SignalGroupEvent.SignalRaised)EventTypes.Decode(fact).Event)
                .Where(raised => raised.Subject.Signal is SignalKind.ExternalAlert),
        ];
    }

    private static string Alertmanager(string status, int truncated = 0) => $$"""
        {"receiver":"governance","status":"{{status}}","alerts":[{"status":"{{status}}",
         "labels":{"alertname":"HighLatency","deployment":"desk","severity":"critical"},
         "annotations":{"summary":"p99 above 2 s","description":"not read"},
         "startsAt":"2026-11-20T10:00:00.000Z",
         "endsAt":"{{(status is "firing" ? "0001-01-01T00:00:00Z" : "2026-11-20T10:05:00.000Z")}}",
         "generatorURL":"http://prometheus/graph","fingerprint":"{{Fingerprint}}"}],
         "groupLabels":{"alertname":"HighLatency"},"commonLabels":{},"commonAnnotations":{},
         "externalURL":"http://alertmanager","version":"4","groupKey":"{}:{alertname=\"HighLatency\"}",
         "truncatedAlerts":{{truncated}}}
        """;
}
