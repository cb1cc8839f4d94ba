using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Governance.Server.Access.Keys;

/// <summary>Reads <c>Authorization: Bearer gov_…</c> or <c>X-API-Key: gov_…</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "key";
    private const string Header = "X-API-Key";
    private const string Bearer = "Bearer ";

    /// <summary>
    /// True for a request that brings a key, good or bad: it is no browser's, so no session counts.
    /// </summary>
    internal static bool Brings(HttpRequest request) => TextOf(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TextOf(Request) is not { } text)
            return AuthenticateResult.NoResult();
        if (await keys.HolderOfAsync(text, Context.RequestAborted) is not { } holder)
            return AuthenticateResult.Fail("The key is unknown or revoked.");
        var identity = new ClaimsIdentity(
            [new(Caller.IdClaim, $"key-{holder.Id}"), new(ClaimTypes.Role, holder.Role.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    private static string? TextOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Headers[Header] is [{ Length: > 0 } key, ..] ? key : null;
    }
}
