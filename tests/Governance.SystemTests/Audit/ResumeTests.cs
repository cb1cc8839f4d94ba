using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Audit;

/// <summary>Signing goes on only when every fact is as signed again, and somebody says what had happened.</summary>
public sealed class ResumeTests
{
    private const string Damage = "update mt_events set user_name = 'person-2' where seq_id = 5";
    private const string Repair = "update mt_events set user_name = 'person-1' where seq_id = 5";

    [Fact]
    public async Task Signing_resumes_after_a_repair_with_a_reason_and_not_before()
    {
        await using var host = await GovernanceHost.StartAsync(["--Audit:SweepSeconds=0.1"]);
        var log = new AuditedLog(host);
        await log.AppendAsync(10);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await log.SignedAsync(await log.AppendAsync(1));
        await log.AttackAsync(Damage);
        await log.DamagedAsync();
        await Eventually.IsTrueAsync("the log says so itself", async () => await host.Database.ScalarAsync<long>(
            "select count(*) from mt_events where type = 'audit.log_damaged'") == 1);

        (await ResumeAsync(officer, "repaired")).ShouldBe(HttpStatusCode.Conflict, "the row is still not as signed");
        await log.AttackAsync(Repair);
        (await ResumeAsync(officer, " ")).ShouldBe(HttpStatusCode.Conflict, "without a reason");
        (await ResumeAsync(officer, "a restore went wrong")).ShouldBe(HttpStatusCode.SeeOther);
        await log.SignedAsync(await log.AppendAsync(1));
        log.CheckCopy().IsOk.ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> ResumeAsync(SignedIn person, string reason)
    {
        using var answer = await person.SendFormAsync("/audit", "/audit/resume", ("reason", reason));
        return answer.StatusCode;
    }
}
