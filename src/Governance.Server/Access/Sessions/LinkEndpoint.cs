using Governance.Domain.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Shell;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Server.Access.Sessions;

/// <summary>GET and POST /sign-in/{token}: looking shows who it is for, pressing the button uses it up.</summary>
internal static class LinkEndpoint
{
    internal static void MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/{token}", LookAsync).AllowAnyone("the token is the right to be here");
        routes.MapPost("/sign-in/{token}", UseAsync).AllowAnyone("the token is the right to be here")
            .WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> LookAsync(
        string token, HttpContext http, SignInLinks links, People people)
    {
        var id = await links.LookAsync(token, http.RequestAborted);
        var person = id is null ? null : await people.GetAsync(id.Value, http.RequestAborted);
        return LinkPage.With(View(token, person), person is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK);
    }

    private static async Task<IResult> UseAsync(string token, HttpContext http, SignInLinks links, People people)
    {
        var id = await links.UseAsync(token, http.RequestAborted);
        var person = id is null ? null : await people.GetAsync(id.Value, http.RequestAborted);
        if (person is null)
            return LinkPage.With(View(token, null), StatusCodes.Status410Gone);
        await SessionCookie.SignInAsync(http, person);
        return Acts.SeeOther("/");
    }

    private static LinkView View(string token, PersonRow? person) => new(
        token, person?.Name, string.Join(", ", person?.Roles.Select(role => role.Word()) ?? []));
}
