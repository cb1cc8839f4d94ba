using System.Net;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Intake;
using Governance.Server.Intake.Privacy;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>Content that an administrator allowed is kept sealed, read for a reason, and erased in time.</summary>
public sealed class ContentScenario
{
    private const string Question = "Where is my SECRET parcel, the blue one that I ordered last week?";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Allowed_content_is_sealed_and_read_once_by_a_person_who_says_why()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await SendAsync(host, number: 1, user: "ada");
        await AllowAsync(administrator);
        await SendAsync(host, number: 2, user: "ada");
        await SendAsync(host, number: 3, user: null);

        var (address, kept) = await KeptAsync(host);
        kept.ShouldBe([null, true, true], "what came before is not kept");
        (await EverythingKept.WithAnyOfAsync(host, "SECRET parcel")).ShouldBeEmpty();

        var page = ContentLinks.PageOf(address);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var unexplained = await officer.SendFormAsync(page, page);
        unexplained.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var read = await officer.SendFormAsync(page, page, ("reason", "incident 7: the parcel complaint"));
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        read.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await read.Content.ReadAsStringAsync(Ct)).ShouldContain(Question);

        using var observation = await officer.GetAsync($"/behaviour/{address}");
        (await observation.Content.ReadAsStringAsync(Ct)).ShouldContain(page, Case.Sensitive, "its page leads there");
        using var later = await officer.GetAsync(page);
        var shown = await later.Content.ReadAsStringAsync(Ct);
        shown.ShouldContain("incident 7: the parcel complaint");
        shown.ShouldNotContain("SECRET parcel");
        (await EverythingKept.WithAnyOfAsync(host, "content.revealed")).ShouldNotBeEmpty("the reading is in the log");
        using var refused = await administrator.SendFormAsync(page, page, ("reason", "curiosity"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_one_person_said_is_erased_by_their_name_and_what_others_said_stays()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await AllowAsync(administrator);
        await SendAsync(host, number: 1, user: "ada@example.com");
        await SendAsync(host, number: 2, user: "bob@example.com");
        using var erased = await administrator.SendFormAsync(
            "/privacy", "/privacy/erase", ("user", "ada@example.com"), ("reason", "a request under article 17"));
        erased.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await OpenedAsync(host)).Select(text => text is null).ShouldBe([true, false]);
        (await EverythingKept.WithAnyOfAsync(host, "ada@example.com")).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_its_days_are_over_content_is_deleted_and_a_copy_of_it_is_unreadable()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await AllowAsync(administrator);
        await SendAsync(host, number: 1, user: null);
        var (address, _) = await KeptAsync(host);
        var copy = (await TableOf(host).FindAsync(address, Ct)).ShouldNotBeNull().Content.Box;
        var vault = host.Services.GetRequiredService<ContentVault>();
        await RetireAsync(host, daysLater: 7);
        vault.Open(copy).ShouldNotBeNull().ShouldContain("SECRET parcel");
        await RetireAsync(host, daysLater: 8);
        vault.Open(copy).ShouldBeNull();
        (await TableOf(host).FindAsync(address, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task When_keeping_ends_nothing_more_is_kept_and_what_was_kept_goes()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        await AllowAsync(administrator);
        await SendAsync(host, number: 1, user: "ada");
        var id = host.Services.GetRequiredService<InstallationKey>().DeploymentOf("support").Value;
        using var ended = await administrator.SendFormAsync(
            "/privacy", $"/privacy/content/{id}/end", ("reason", "the inquiry is over"));
        ended.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await SendAsync(host, number: 2, user: "ada");
        await RetireAsync(host, daysLater: 0);
        (await OpenedAsync(host)).ShouldBe([null]);
    }

    [Fact]
    public async Task Content_does_not_outlive_the_keys_by_which_its_people_are_found()
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:PseudonymKeptDays=3"]);
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        using var refused = await administrator.SendFormAsync(
            "/privacy", "/privacy/content", ("deployment", "support"), ("days", "7"), ("reason", "an inquiry"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task AllowAsync(SignedIn administrator)
    {
        using var allowed = await administrator.SendFormAsync(
            "/privacy", "/privacy/content", ("deployment", "support"), ("days", "7"), ("reason", "an inquiry"));
        allowed.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await allowed.Content.ReadAsStringAsync(Ct));
    }

    private static async Task SendAsync(GovernanceHost host, int number, string? user)
    {
        List<(string, string)> says =
            [("gen_ai.input.messages", Question), ("gen_ai.output.messages", "It is on its way.")];
        if (user is not null)
            says.Add(("user.id", user));
        using var answer = await host.OtlpHttp.SendAsync(
            Telemetry.Spans("support", Telemetry.Said("chat", number, [.. says])), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The first address with content, and which observations have some, in their order.</summary>
    private static async Task<(ObservationAddress Address, List<bool?> Kept)> KeptAsync(GovernanceHost host)
    {
        var all = (
            from segment in await Stored.SegmentsIn(host)
            from one in segment.Observations.Index()
            select (Address: new ObservationAddress(segment.Position, one.Index), one.Item.ContentKept)).ToList();
        return (all.First(one => one.ContentKept is true).Address, [.. all.Select(one => one.ContentKept)]);
    }

    /// <summary>What can be read of each observation that has content.</summary>
    private static async Task<List<string?>> OpenedAsync(GovernanceHost host)
    {
        var vault = host.Services.GetRequiredService<ContentVault>();
        var opened = new List<string?>();
        foreach (var segment in await Stored.SegmentsIn(host))
        {
            for (var index = 0; index < segment.Observations.Count; index++)
            {
                var row = await TableOf(host).FindAsync(new ObservationAddress(segment.Position, index), Ct);
                if (segment.Observations[index].ContentKept is true)
                    opened.Add(row is { } found ? vault.Open(found.Content.Box) : null);
            }
        }
        return opened;
    }

    private static ContentTable TableOf(GovernanceHost host) => host.Services.GetRequiredService<ContentTable>();

    private static Task RetireAsync(GovernanceHost host, int daysLater)
    {
        var services = host.Services;
        return new ContentActs(
            services.GetRequiredService<Transactor>(),
            services.GetRequiredService<ContentConsents>(),
            services.GetRequiredService<ContentTable>(),
            services.GetRequiredService<ContentVault>(),
            services.GetRequiredService<PseudonymKeys>(),
            services.GetRequiredService<InstallationKey>(),
            new Later(TimeSpan.FromDays(daysLater))).RetireAsync(Ct);
    }
}
