using Governance.Server.Access.Accounts;
using Governance.Server.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Access.Sessions;

/// <summary>GET and POST /sign-in: by name and password.</summary>
internal static class SignInEndpoint
{
    internal static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (string? returnTo) => SignInPage.With(new(Local.Path(returnTo))))
            .AllowAnyone("the door itself");
        routes.MapPost("/sign-in", TryAsync).AllowAnyone("the door itself");
    }

    private static async Task<IResult> TryAsync(
        [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnTo,
        HttpContext http, Passwords passwords)
    {
        var person = await passwords.CheckAsync(name ?? "", password ?? "", http.RequestAborted);
        if (person is null)
        {
            var view = new SignInView(Local.Path(returnTo), name, "That name and password do not fit.");
            return SignInPage.With(view, StatusCodes.Status422UnprocessableEntity);
        }

        await SessionCookie.SignInAsync(http, person);
        return Acts.SeeOther(Local.Path(returnTo));
    }
}
