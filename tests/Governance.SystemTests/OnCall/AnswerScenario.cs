using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.OnCall;

/// <summary>Acknowledging where the page was read: by its link, and at PagerDuty.</summary>
public sealed class AnswerScenario
{
    private const string Secret = "the subscription's secret";
    private const string User = "PLH1HKV";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_in_the_page_acknowledges_once_as_the_paged_person_and_looking_changes_nothing()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var page = await PageAsync(host, pager, officer, "webhook");
        var link = new Uri(page.Json.GetProperty("acknowledgeUrl").GetString()!).AbsolutePath;

        (await host.Web.GetStringAsync(link, Stop)).ShouldContain("Unseen tool");
        (await IncidentAsync(host)).AcknowledgedBy.ShouldBeNull();
        using var stranger = await SignedIn.AsAsync(host, Role.Auditor);
        (await stranger.SendFormAsync(link, link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IncidentAsync(host)).AcknowledgedBy.ShouldBe(Actor.Person(officer.Id));
        (await stranger.SendFormAsync("/on-call", link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await host.Web.GetAsync(new Uri("/answer/invented", UriKind.Relative), Stop)).StatusCode
            .ShouldBe(HttpStatusCode.Gone);
        await Eventually.IsTrueAsync("the ladder rests", async () =>
            (await host.Services.GetRequiredService<Transactor>().ReadAsync(OnCallStreams.Escalation, "a", Stop))
                .State.Status is EscalationStatus.Paused);
    }

    [Fact]
    public async Task An_acknowledgement_at_PagerDuty_is_theirs_here_and_only_with_its_signature()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync([$"--OnCall:PagerDutySecret={Secret}"]);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var page = await PageAsync(host, pager, officer, "pagerduty");
        page.Json.GetProperty("event_action").GetString().ShouldBe("trigger");
        var told = Told("incident.acknowledged", page.Json.GetProperty("dedup_key").GetString()!, User);

        (await PostAsync(host, told, "another secret")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var other in new[]
        {
            Told("incident.resolved", "page/a/1/1/x", User), Told("incident.acknowledged", "theirs", User),
            Told("incident.acknowledged", "page/a/1/1/x", "PUNKNOWN"),
        })
            (await PostAsync(host, other, Secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IncidentAsync(host)).AcknowledgedBy.ShouldBeNull();

        (await PostAsync(host, told, Secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IncidentAsync(host)).AcknowledgedBy.ShouldBe(Actor.Person(officer.Id));
        (await PostAsync(host, told, Secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, "no json", Secret)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<Received> PageAsync(GovernanceHost host, Pager pager, SignedIn officer, string format)
    {
        var added = await officer.SendFormAsync(
            "/on-call/me", "/on-call/me/contacts", ("format", format), ("address", pager.UrlOf("officer")),
            ("routingKey", format == "pagerduty" ? "R0UT1NG" : ""), ("pagerUser", format == "pagerduty" ? User : ""));
        added.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await added.Content.ReadAsStringAsync(Stop));
        var saved = await officer.SendFormAsync(
            "/on-call/ladder", "/on-call/ladder", ("rounds", "1"), ("target-1", $"Person:{officer.Id.Value}"),
            ("wait-1", "600"));
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await host.Services.GetRequiredService<Transactor>().DeclareAsync("a");
        await Eventually.IsTrueAsync("a page", () => !pager.Pages.IsEmpty);
        return pager.Pages.First();
    }

    private static string Told(string type, string key, string user) => JsonSerializer.Serialize(new
    {
        @event = new
        {
            id = "5ac64822-4adc-4fda-ade0-410becf0de4f",
            event_type = type,
            resource_type = "incident",
            occurred_at = "2026-10-02T18:45:22.169Z",
            agent = new { id = user, type = "user_reference" },
            data = new { id = "PGR0VU2", type = "incident", incident_key = key },
        },
    });

    private static async Task<HttpResponseMessage> PostAsync(GovernanceHost host, string body, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/pagerduty")
        {
            Content = new ByteArrayContent(bytes),
        };
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes));
        request.Headers.Add("X-PagerDuty-Signature", $"v1={new string('0', 64)},v1={signature}");
        return await host.Web.SendAsync(request, Stop);
    }

    private static async Task<Incident> IncidentAsync(GovernanceHost host) =>
        (await host.Services.GetRequiredService<Transactor>().ReadAsync(OnCallStreams.Incident, "a", Stop)).State;
}
