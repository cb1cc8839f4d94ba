using Governance.Server.Access.Accounts;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Access.Sessions;

/// <summary>/account: a person's own account and password.</summary>
internal static class AccountEndpoint
{
    private const string Path = "/account";

    internal static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/password", SetAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, People people) =>
        await OwnAsync(http, people) is { } person
            ? AccountPage.With(new AccountView(person))
            : Problems.NotFound("account behind a key");

    private static async Task<IResult> SetAsync(
        [FromForm] string password, HttpContext http, People people, Passwords passwords, Flash flash)
    {
        if (await OwnAsync(http, people) is not { } person)
            return Problems.NotFound("account behind a key");
        if (password.Length is < Passwords.LengthMin or > Passwords.LengthMax)
        {
            return Problems.Invalid(
                "password_length", $"A password has {Passwords.LengthMin} to {Passwords.LengthMax} characters.");
        }

        await passwords.SetAsync(person, password, http.RequestAborted);
        await SessionCookie.SignInAsync(http, (await people.GetAsync(person.Id, http.RequestAborted))!);
        flash.Say("Password saved. Your other sessions have ended.");
        return Acts.SeeOther(Path);
    }

    private static async Task<PersonRow?> OwnAsync(HttpContext http, People people) =>
        http.User.PersonId() is { } id ? await people.GetAsync(id, http.RequestAborted) : null;
}
