using System.Net;
using Governance.Domain.Access;
using Governance.Server.Intake.Privacy;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>The key of pseudonyms changes by an act or by time, on every node, and each change is a fact.</summary>
public sealed class PseudonymScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_begins_a_new_key_and_the_same_user_has_another_pseudonym()
    {
        await using var host = await GovernanceHost.StartAsync();
        await SendAsync(host, number: 1);
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        using var unexplained = await administrator.SendFormAsync("/privacy", "/privacy/pseudonym-keys");
        unexplained.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var begun = await administrator.SendJsonAsync(
            "/privacy", "/api/privacy/pseudonym-keys", new { reason = "an audit asked for it" });
        begun.StatusCode.ShouldBe(HttpStatusCode.Created);
        await SendAsync(host, number: 2);

        var users = (await Stored.ObservationsIn(host)).Select(one => one.User!).ToList();
        users.ShouldBe(host.Services.GetRequiredService<PseudonymKeys>().OfUser("ada@example.com"));
        users.Select(user => user[..2]).ShouldBe(["1-", "2-"]);
        using var page = await administrator.GetAsync("/privacy");
        var shown = await page.Content.ReadAsStringAsync(Ct);
        shown.ShouldContain("an audit asked for it");
        shown.ShouldContain("Pseudonyms are personal data");
    }

    [Fact]
    public async Task Nobody_without_the_right_begins_a_key()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var refused = await officer.SendFormAsync("/privacy", "/privacy/pseudonym-keys", ("reason", "why not"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_second_node_goes_over_to_the_key_that_the_first_began()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        await using var first = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await using var second = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await ActsOf(first).RotateAsync(Domain.Actor.Part("test"), "to see it on the other node", Ct);
        var there = second.Services.GetRequiredService<PseudonymKeys>();
        await Eventually.IsTrueAsync(
            "the other node uses the new key", () => there.Present.Generation == 2);
    }

    [Fact]
    public async Task In_time_a_key_is_followed_by_another_and_later_destroyed_and_a_restored_folder_forgets_neither()
    {
        await using var host = await GovernanceHost.StartAsync();
        var folder = host.Services.GetRequiredService<PseudonymFolder>();
        var file = Directory.EnumerateFiles(host.Folder, "key-1", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var backup = await File.ReadAllBytesAsync(file, Ct);
        await ActsOf(host, days: 31).KeepScheduleAsync(Ct);
        folder.Living().ShouldBe([1, 2]);
        await ActsOf(host, days: 20).KeepScheduleAsync(Ct);
        folder.Living().ShouldBe([1, 2], "a key is kept for those who ask");
        await ActsOf(host, days: 366).KeepScheduleAsync(Ct);
        folder.Living().ShouldBe([2, 3]);

        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(file)!).ToList())
            File.Delete(left);
        await File.WriteAllBytesAsync(file, backup, Ct);
        await ActsOf(host).SettleAsync(Ct);
        folder.Living().ShouldBe([4], "what was destroyed stays so, and a lost key is never made anew");
        var history = await ActsOf(host).HistoryAsync(Ct);
        history.Generations.Select(one => (one.Number, one.DestroyedAt is null))
            .ShouldBe([(1, false), (2, true), (3, true), (4, true)]);
    }

    private static PseudonymActs ActsOf(GovernanceHost host, int days = 0) => new(
        host.Services.GetRequiredService<Transactor>(),
        host.Services.GetRequiredService<PseudonymFolder>(),
        host.Services.GetRequiredService<PseudonymKeys>(),
        host.Services.GetRequiredService<PrivacySettings>(),
        new Later(TimeSpan.FromDays(days)));

    private static async Task SendAsync(GovernanceHost host, int number)
    {
        using var answer = await host.OtlpHttp.SendAsync(
            Telemetry.Spans("support", Telemetry.Said("chat", number, ("user.id", "ada@example.com"))), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
