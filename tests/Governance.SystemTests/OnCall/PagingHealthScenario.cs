using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.OnCall;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.OnCall;

/// <summary>What everybody must see when nobody can be woken.</summary>
public sealed class PagingHealthScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_every_way_fails_the_ladder_ends_the_fallback_is_paged_and_the_queue_says_so()
    {
        await using var broken = await Pager.StartAsync();
        broken.Answer = 404;
        await using var fallback = await Pager.StartAsync();
        await using var host = await GovernanceHost.StartAsync(
        [
            "--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={broken.UrlOf("officer")}",
            "--OnCall:Fallback:0:Recipient=head-of-safety", $"--OnCall:Fallback:0:Url={fallback.UrlOf("head")}",
        ]);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var health = host.Services.GetRequiredService<PagingHealth>();
        health.Unavailable.ShouldBeFalse("nothing was tried yet");
        await host.Services.GetRequiredService<Transactor>().DeclareAsync("a");

        await Eventually.IsTrueAsync("the fallback is paged", () => !fallback.Pages.IsEmpty);
        fallback.Pages.Single().Key.ShouldBe("page/a/1/0/head-of-safety");
        await Eventually.IsTrueAsync("the queue says that nobody answered", async () =>
            (await TextAsync(officer, "/incidents")).Contains("nobody answered", StringComparison.Ordinal));
        await Eventually.IsTrueAsync("one way works", () => !health.Unavailable);
        (await TextAsync(officer, "/on-call/pages")).ShouldContain("head-of-safety");
    }

    [Fact]
    public async Task While_no_way_works_paging_is_unavailable_on_every_page_and_as_a_metric()
    {
        await using var broken = await Pager.StartAsync();
        broken.Answer = 404;
        await using var host = await GovernanceHost.StartAsync(
        [
            "--OnCall:Ladder:0:Recipient=officer", $"--OnCall:Ladder:0:Url={broken.UrlOf("officer")}",
        ]);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var transactor = host.Services.GetRequiredService<Transactor>();
        await transactor.DeclareAsync("a");
        await Eventually.IsTrueAsync("the ladder is exhausted", async () =>
            (await transactor.ReadAsync(OnCallStreams.Escalation, "a", Stop)).State.Status
                is EscalationStatus.Exhausted);
        await transactor.AppendAsync(
            "a", new Domain.Incidents.IncidentEvent.IncidentAcknowledged(Actor.Person(officer.Id)));

        await Eventually.IsTrueAsync("the queue says so", async () =>
            (await TextAsync(officer, "/incidents")).Contains("Paging is unavailable", StringComparison.Ordinal));
        (await host.Web.GetStringAsync("/metrics", Stop)).Split('\n').ShouldContain(line =>
            line.StartsWith("governance_paging_unavailable", StringComparison.Ordinal)
            && line.EndsWith(" 1", StringComparison.Ordinal));
    }

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
