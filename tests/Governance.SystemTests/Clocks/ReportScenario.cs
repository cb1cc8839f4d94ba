using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Rollouts;

namespace Governance.SystemTests.Clocks;

/// <summary>
/// From the classification to the report that was sent, by people, over HTTP. California's row is in force at any time
/// that this test may run.
/// </summary>
public sealed class ReportScenario
{
    private const string Clock = "ca-22757.13-c-1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_clock_forbids_an_advance_until_two_people_have_reported()
    {
        await using var world = await RolloutWorld.StartAsync();
        using var second = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var (rollout, digest) = await world.PlanAsync();
        await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{rollout}/approve", new { planDigest = digest, reason = "read" });
        var incident = await DeclareAsync(world.Officer);
        await ClassifyAsync(world.Officer, incident);

        var refused = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{rollout}/advance", new { }, HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("deployment_restricted");
        refused.GetProperty("detail").GetString()!.ShouldContain("report");

        var clock = $"/api/incidents/{incident}/clocks/{Clock}";
        var sent = new { channel = "portal", receipt = "R-1" };
        await RolloutWorld.DoAsync(world.Officer, $"{clock}/submission", sent, HttpStatusCode.Conflict);
        await RolloutWorld.DoAsync(world.Officer, $"{clock}/draft", new { });
        var draft = new { digest = await DraftDigestAsync(world.Officer, incident) };
        await RolloutWorld.DoAsync(world.Officer, $"{clock}/approval", draft, HttpStatusCode.Conflict);
        await RolloutWorld.DoAsync(second, $"{clock}/approval", draft);
        await RolloutWorld.DoAsync(world.Officer, $"{clock}/submission", sent);

        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{rollout}/advance", new { });
    }

    [Fact]
    public async Task A_report_says_not_yet_known_and_what_was_written_and_the_wall_and_the_room_show_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(host, Role.Auditor);
        var incident = await DeclareAsync(officer);
        var page = $"/incidents/{incident}/clocks";
        using var classified = await officer.SendFormAsync(
            page, $"/incidents/{incident}/classification",
            ("classification", "Reportable"), ("circumstances", "CaliforniaFrontierDeveloper"),
            ("circumstances", "CatastrophicHarm"), ("basis", "seen in the logs"));
        classified.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var written = await officer.SendFormAsync(
            page, $"/incidents/{incident}/report-points", ("point", "Harm"), ("text", "Three people fell ill."));
        written.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var report = await TextAsync(auditor, $"{page}/{Clock}/report.md");
        report.ShouldContain("Three people fell ill.");
        report.ShouldContain("California Office of Emergency Services");
        report.Split("Not yet known.").Length.ShouldBe(7, "six of seven points are not known");
        report.ShouldNotContain("Root cause", Case.Sensitive, "an initial report covers points 1 to 7");
        (await TextAsync(auditor, $"{page}/{Clock}/report")).ShouldContain("Not yet known.");

        await Eventually.IsTrueAsync("the wall shows the clock", async () =>
            (await TextAsync(auditor, "/clocks")).Contains("22757.13(c)(1)", StringComparison.Ordinal));
        (await TextAsync(auditor, "/clocks")).ShouldContain(">INC-");
        var room = await TextAsync(auditor, $"/incidents/{incident}");
        room.ShouldContain("Clock started: California SB 53");
        room.ShouldContain("Classified: reportable");
        (await TextAsync(auditor, "/clocks/rows")).ShouldContain("within 15 days of discovering");
        using var refused = await auditor.SendFormAsync(
            page, $"/incidents/{incident}/classification", ("classification", "NotReportable"), ("basis", "no"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Setting_a_clock_aside_takes_another_person_than_the_one_who_asks()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var second = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var incident = await DeclareAsync(officer);
        await ClassifyAsync(officer, incident);
        var aside = $"/api/incidents/{incident}/clocks/{Clock}/aside";

        await RolloutWorld.DoAsync(officer, aside, new { reason = "no frontier model" });
        await RolloutWorld.DoAsync(officer, $"{aside}/agreement", new { }, HttpStatusCode.Conflict);
        var done = await RolloutWorld.DoAsync(second, $"{aside}/agreement", new { });
        done.GetProperty("running").GetArrayLength().ShouldBe(0);
        await RolloutWorld.DoAsync(
            officer, $"/api/incidents/{incident}/awareness", new { awareAt = "2999-01-01", reason = "x" },
            HttpStatusCode.Conflict);
    }

    private static async Task<string> DeclareAsync(SignedIn officer)
    {
        var declared = await RolloutWorld.DoAsync(
            officer, "/api/incidents",
            new { title = "Answers that harm", severity = "low", deployment = RolloutWorld.Name },
            HttpStatusCode.Created);
        return declared.GetProperty("id").GetString()!;
    }

    private static Task<JsonElement> ClassifyAsync(SignedIn officer, string incident) => RolloutWorld.DoAsync(
        officer, $"/api/incidents/{incident}/classification", new
        {
            classification = "reportable",
            circumstances = new[] { "californiaFrontierDeveloper", "catastrophicHarm" },
            basis = "seen in the logs",
        });

    private static async Task<string> DraftDigestAsync(SignedIn person, string incident)
    {
        using var document = JsonDocument.Parse(await TextAsync(person, $"/api/incidents/{incident}/clocks"));
        return document.RootElement.GetProperty("clocks")[0].GetProperty("draftDigest").GetString()!;
    }

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }
}
