using System.Net;
using System.Text;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.OnCall;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Messaging.Mail;
using Governance.SystemTests.Pipeline;
using Governance.Server.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.OnCall;

/// <summary>The ways to reach people: proven by a test, by webhook and by mail.</summary>
public sealed class ChannelScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_shows_whether_somebody_can_be_reached_and_every_attempt_is_a_fact()
    {
        await using var pager = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(
        [
            "--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={pager.UrlOf("secret-path")}",
        ]);
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        var before = await TextAsync(administrator, "/system/channels");
        before.ShouldContain("Never tested");
        before.ShouldNotContain("secret-path");
        var id = JsonDocument.Parse(await TextAsync(administrator, "/api/channels")).RootElement[0]
            .GetProperty("id").GetString();

        pager.Answer = 503;
        var asked = await administrator.SendFormAsync("/system/channels", $"/system/channels/{id}/test");
        asked.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await Eventually.IsTrueAsync("the first attempt", () => !pager.Pages.IsEmpty);
        pager.Pages.First().Json.GetProperty("test").GetBoolean().ShouldBeTrue();
        (await administrator.SendJsonAsync("/system/channels", $"/api/channels/{id}/test", new { })).StatusCode
            .ShouldBe(HttpStatusCode.Conflict);

        pager.Answer = 200;
        await Eventually.IsTrueAsync("it is delivered", async () =>
            (await TextAsync(administrator, "/system/channels")).Contains("Delivered", StringComparison.Ordinal));
        var facts = await host.Services.GetRequiredService<EventStore>().FetchStreamAsync($"channel-{id}", ct: Stop);
        facts.Select(EventTypes.Decode).Select(fact => fact.Event).OfType<ChannelEvent.ChannelTestAttempted>()
            .Select(attempt => (attempt.Attempt, attempt.Outcome, attempt.Code, attempt.Final)).ShouldBe(
            [(1, PageOutcome.Failed, 503, false), (2, PageOutcome.Accepted, 200, true)]);
        (await administrator.SendJsonAsync("/system/channels", "/api/channels/nobody/test", new { })).StatusCode
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_goes_by_mail_where_the_ladder_says_so()
    {
        using var certificates = new MailCertificates();
        using var mail = await MailServer.StartAsync("starttls", certificates);
        await using var host = await GovernanceHost.StartAsync(
        [
            "--OnCall:Ladder:0:Recipient=officer", "--OnCall:Ladder:0:Url=mailto:officer@example.org",
            "--Mail:Host=localhost", $"--Mail:Port={mail.Port}", "--Mail:From=governance@example.org",
            "--Mail:User=pager", "--Mail:Password=opens", $"--Mail:Authority={certificates.AuthorityFile}",
        ]);
        await host.Services.GetRequiredService<Transactor>().DeclareAsync("a");

        var received = await mail.NextAsync();
        received.GetProperty("to")[0].GetString().ShouldBe("officer@example.org");
        var text = received.GetProperty("text").GetString()!;
        text.ShouldMatch(@"Subject: INC-\d+ high: Unseen tool");
        Encoding.UTF8.GetString(Convert.FromBase64String(text[text.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]))
            .ShouldContain("/incidents/a");
        await Eventually.IsTrueAsync("the attempt is a fact", async () =>
            (await host.Services.GetRequiredService<EventStore>().FetchStreamAsync("escalation-a", ct: Stop))
                .Select(EventTypes.Decode).Any(fact =>
                    fact.Event is EscalationEvent.PageAttempted { Outcome: PageOutcome.Accepted, StatusCode: 250 }));
    }

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
