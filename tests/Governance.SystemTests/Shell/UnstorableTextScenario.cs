using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Shell;

/// <summary>What PostgreSQL cannot store is the caller's mistake, not a defect of ours.</summary>
public sealed class UnstorableTextScenario
{
    [Fact]
    public async Task A_question_with_a_nul_in_it_is_answered_as_a_bad_one()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var answer = await officer.GetAsync("/incidents?q=%00");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
