using System.Net;
using System.Text;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.OnCall;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

/// <summary>What an operator sees of the messages that leave, and does about those that did not.</summary>
public sealed class OutboxPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_show_cause_attempts_and_payload_and_many_are_replayed_at_once()
    {
        await using var pager = await Pager.StartAsync();
        pager.Answer = 410;
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await SendAsync(host, pager.UrlOf("one"), "m-1");
        await SendAsync(host, pager.UrlOf("two"), "m-2");
        await Eventually.IsTrueAsync("two letters", async () =>
            (await JsonAsync(administrator, "/api/dead-letters")).GetArrayLength() == 2);

        var page = await TextAsync(administrator, "/system");
        page.ShouldContain("status 410");
        page.ShouldContain("after 1 attempt");
        page.ShouldContain("the body of m-2");
        page.ShouldNotContain("/two");
        var ids = (await JsonAsync(administrator, "/api/dead-letters"))
            .EnumerateArray().Select(letter => letter.GetProperty("id").GetInt64()).ToList();
        var payloads = new List<string>();
        foreach (var id in ids)
        {
            var letter = await JsonAsync(administrator, $"/api/dead-letters/{id}");
            payloads.Add(letter.GetProperty("payloadJson").GetString()!);
        }
        payloads.Count(payload => payload.Contains("the body of m-1", StringComparison.Ordinal)).ShouldBe(1);
        payloads.Count(payload => payload.Contains("the body of m-2", StringComparison.Ordinal)).ShouldBe(1);

        pager.Answer = 200;
        var replayed = await administrator.SendFormAsync(
            "/system", "/system/dead-letters/replay", [.. ids.Select(id => ("id", $"{id}"))]);
        replayed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await Eventually.IsTrueAsync("both arrived", () => pager.Pages.Count == 4);
        (await JsonAsync(administrator, "/api/dead-letters")).GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_destination_that_keeps_failing_is_left_alone_and_the_page_says_so()
    {
        await using var pager = await Pager.StartAsync();
        pager.Answer = 503;
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await SendAsync(host, pager.UrlOf("one"), "m-1");
        await SettledAsync(host);
        await host.Database.ExecuteAsync($"update msg_circuit set failures = {Line.FailuresToOpen - 1}");
        await host.Database.ExecuteAsync("update msg_outbox set next_at = now()");
        host.Services.GetRequiredService<Nudges>().RingOutbox();

        var open = await Eventually.GetAsync("the circuit is open", async () =>
            (await host.Services.GetRequiredService<Lines>().ListAsync(Stop)).SingleOrDefault(line => line.Open));
        open.Failures.ShouldBeGreaterThanOrEqualTo(Line.FailuresToOpen);
        var page = await TextAsync(administrator, "/system");
        page.ShouldContain("Left alone until");
        page.ShouldContain("this one");

        pager.Answer = 200;
        await SettledAsync(host);
        await host.Database.ExecuteAsync("update msg_circuit set open_until = now()");
        await host.Database.ExecuteAsync("update msg_outbox set next_at = now()");
        host.Services.GetRequiredService<Nudges>().RingOutbox();
        await Eventually.IsTrueAsync("it is closed", async () =>
            (await host.Services.GetRequiredService<Lines>().ListAsync(Stop)).Count == 0);
    }

    /// <summary>A failed attempt was made and its end is written down.</summary>
    private static Task SettledAsync(GovernanceHost host) => Eventually.IsTrueAsync("it failed", async () =>
        await host.Database.ScalarAsync<long>(
            "select count(*) from msg_circuit join msg_outbox using (destination) where claimed_until is null") == 1);

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<JsonElement> JsonAsync(SignedIn person, string path) =>
        JsonDocument.Parse(await TextAsync(person, path)).RootElement;

    private static Task SendAsync(GovernanceHost host, string destination, string key) =>
        host.Services.GetRequiredService<Transactor>().AppendAsync(
            "sender",
            Note(key),
            new Effects
            {
                Send =
                [
                    new OutgoingMessage(
                        destination, key, "sender", "text/plain", Encoding.UTF8.GetBytes($"the body of {key}")),
                ],
            });
}
