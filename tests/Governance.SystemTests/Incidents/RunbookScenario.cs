using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Rollouts;

namespace Governance.SystemTests.Incidents;

/// <summary>Steps of a runbook are ticked over HTTP, and a severity is not lowered to be rid of a report.</summary>
public sealed class RunbookScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ticked_steps_are_entries_of_the_timeline_and_a_command_step_wants_the_command()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var id = await DeclareAsync(officer);
        var step = $"/api/incidents/{id}/runbook/1";

        var early = await RolloutWorld.DoAsync(officer, step, new { to = "completed" }, HttpStatusCode.Conflict);
        early.GetProperty("code").GetString().ShouldBe("command_not_given");
        await RolloutWorld.DoAsync(officer, $"/api/incidents/{id}/acknowledge", new { });
        await RolloutWorld.DoAsync(officer, step, new { to = "completed" });
        using var skipped = await officer.SendFormAsync(
            $"/incidents/{id}", $"/incidents/{id}/runbook/2", ("to", "Skipped"), ("words", "nobody is affected"));
        skipped.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        await RolloutWorld.DoAsync(
            officer, $"/api/incidents/{id}/runbook/3", new { to = "failed" }, HttpStatusCode.UnprocessableEntity);
        await RolloutWorld.DoAsync(
            officer, $"/api/incidents/{id}/runbook/99", new { to = "started" }, HttpStatusCode.NotFound);

        var room = await TextAsync(officer, $"/incidents/{id}");
        room.ShouldContain("Worked by runbook declared-by-hand");
        room.ShouldContain("Runbook step 1 done");
        room.ShouldContain("nobody is affected");
        await Eventually.IsTrueAsync("the list knows that it was used", async () =>
            (await TextAsync(officer, "/api/runbooks")).Contains("\"times\":1", StringComparison.Ordinal));
        (await TextAsync(officer, "/runbooks")).ShouldContain("never, not even in a drill");
    }

    [Fact]
    public async Task While_a_report_is_owed_one_officer_does_not_lower_a_severity_and_two_leave_the_clock_running()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var second = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var id = await DeclareAsync(officer);
        await RolloutWorld.DoAsync(officer, $"/api/incidents/{id}/classification", new
        {
            classification = "reportable",
            circumstances = new[] { "californiaFrontierDeveloper", "catastrophicHarm" },
            basis = "seen in the logs",
        });
        var (lower, body) = ($"/api/incidents/{id}/lower", new { severity = "medium", reason = "not so bad" });

        var asked = await RolloutWorld.DoAsync(officer, lower, body);
        asked.GetProperty("severity").GetString().ShouldBe("sev1");
        var again = await RolloutWorld.DoAsync(officer, lower, body, HttpStatusCode.Conflict);
        again.GetProperty("code").GetString().ShouldBe("lowering_needs_another");
        var lowered = await RolloutWorld.DoAsync(second, lower, body);
        lowered.GetProperty("severity").GetString().ShouldBe("sev3");

        (await TextAsync(officer, $"/api/incidents/{id}/clocks")).ShouldContain("\"status\":\"running\"");
        await RolloutWorld.DoAsync(
            officer, $"/api/incidents/{id}/resolve",
            new { resolution = "mended", noContainment = "nothing was served" });
        await RolloutWorld.DoAsync(officer, $"/api/incidents/{id}/publish-review", new { findings = "learned" });
        var open = await RolloutWorld.DoAsync(
            officer, $"/api/incidents/{id}/close", new { }, HttpStatusCode.Conflict);
        open.GetProperty("detail").GetString()!.ShouldContain("California SB 53");
    }

    private static async Task<string> DeclareAsync(SignedIn officer)
    {
        var declared = await RolloutWorld.DoAsync(
            officer, "/api/incidents", new { title = "Answers that harm", severity = "critical" },
            HttpStatusCode.Created);
        return declared.GetProperty("id").GetString()!;
    }

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }
}
