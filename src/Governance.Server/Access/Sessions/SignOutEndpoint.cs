using Governance.Server.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace Governance.Server.Access.Sessions;

/// <summary>POST /sign-out: this browser forgets the person.</summary>
internal static class SignOutEndpoint
{
    internal static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", (Delegate)LeaveAsync).AllowAnyone("leaving needs no right")
            .WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> LeaveAsync(HttpContext http)
    {
        await http.SignOutAsync(SessionCookie.Scheme);
        return Acts.SeeOther("/sign-in");
    }
}
