using System.Security.Claims;
using Governance.Domain;
using Governance.Server.Access.Accounts;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Governance.Server.Access.Sessions;

/// <summary>
/// A browser's session: a cookie that names the person; what they may is read anew with every request.
/// </summary>
internal static class SessionCookie
{
    internal const string Scheme = "session";
    private const string StampClaim = "stamp";

    /// <summary>How long a session lasts without being used: a working day and the night shift after it.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromHours(14);

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "governance-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = s_life;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnTo";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = Challenge;
        options.Events.OnRedirectToAccessDenied = Forbid;
    }

    internal static Task SignInAsync(HttpContext http, PersonRow person) =>
        http.SignInAsync(Scheme, Principal(person), new AuthenticationProperties { IsPersistent = true });

    private static ClaimsPrincipal Principal(PersonRow person) => new(new ClaimsIdentity(
        [
            new(Caller.IdClaim, Actor.Person(person.Id).Id),
            new(ClaimTypes.Name, person.Name),
            new(StampClaim, person.Stamp),
            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ],
        Scheme));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var people = context.HttpContext.RequestServices.GetRequiredService<People>();
        try
        {
            var id = context.Principal?.PersonId();
            var person = id is null ? null : await people.GetAsync(id.Value, context.HttpContext.RequestAborted);
            if (person is null || person.Stamp != context.Principal?.FindFirst(StampClaim)?.Value)
                context.RejectPrincipal();
            else
                context.ReplacePrincipal(Principal(person));
        }
        catch (Exception failure) when (DatabaseDown.Is(failure))
        {
            // Whoever was let in stays in: with the database away a halt must still be possible.
        }
    }

    private static Task Challenge(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (ProblemAnswer.WantsPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            // A program has no cookie to get: it shows a key.
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }
        return Task.CompletedTask;
    }

    private static Task Forbid(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
