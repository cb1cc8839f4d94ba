using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Access;

/// <summary>A form may carry any number; only a role is a role.</summary>
public sealed class UnknownRoleScenario
{
    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    public async Task A_role_that_is_none_is_a_bad_request(string role)
    {
        await using var host = await GovernanceHost.StartAsync();
        using var administrator = await SignedIn.AsAsync(host, Role.Administrator);
        var answer = await administrator.SendFormAsync(
            "/access", "/access/people", ("name", "a person"), ("signInName", "somebody"), ("role", role));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
