using Governance.Domain;
using Governance.Domain.Access;

namespace Governance.Server.Access.Accounts;

/// <summary>An installation without people makes its first administrator and says how they come in.</summary>
public sealed class FirstStart(People people, SignInLinks links)
{
    private const string Administrator = "administrator";

    /// <summary>A one-time path to sign in by; null when somebody exists already and can let others in.</summary>
    public async Task<string?> LinkAsync(CancellationToken ct)
    {
        if (!await people.IsNobodyAsync(ct))
            return null;
        var (_, id) = await people.RegisterAsync(
            Administrator, "Administrator", [Role.Administrator], Actor.Part("first-start"), ct);
        return await links.CreateAsync(id, ct: ct);
    }
}
