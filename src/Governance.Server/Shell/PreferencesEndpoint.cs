using Governance.Server.Access;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Shell;

/// <summary>
/// POST /preferences: theme and zone of this browser, kept in cookies so that the first paint is right.
/// </summary>
internal static class PreferencesEndpoint
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(365);

    internal static void MapPreferences(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/preferences", Keep).AllowAnyone("a browser's own looks");

    private static IResult Keep(
        [FromForm] string? theme, [FromForm] string? zone, [FromForm] string? returnTo, HttpContext http)
    {
        Remember(http, "theme", theme, "light", "dark");
        Remember(http, "zone", zone, "utc", "local");
        return Acts.SeeOther(Local.Path(returnTo));
    }

    private static void Remember(HttpContext http, string cookie, string? value, params ReadOnlySpan<string> known)
    {
        if (value is not null && known.Contains(value))
        {
            // The theme script writes the same cookie, so it is not HttpOnly; it holds nothing but a word.
            http.Response.Cookies.Append(
                cookie, value, new() { Path = "/", MaxAge = s_life, SameSite = SameSiteMode.Lax });
        }
    }
}
