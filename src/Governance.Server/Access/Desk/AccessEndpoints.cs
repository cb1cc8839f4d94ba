using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Access.Keys;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Access.Desk;

/// <summary>/access: invite people, grant and take roles, issue and revoke keys.</summary>
internal static class AccessEndpoints
{
    /// <summary>Characters of a name: a table shows it beside others.</summary>
    private const int MaxName = 200;

    private const string Path = "/access";

    internal static void MapAccessDesk(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup(Path).RequirePermission(Permission.ManageAccess);
        desk.MapGet("", (People people, ApiKeys keys, CancellationToken stop) => ShowAsync(people, keys, null, stop));
        desk.MapPost("/people", InviteAsync);
        desk.MapPost("/people/{id}/links", LinkAsync);
        desk.MapPost("/people/{id}/roles", GrantAsync);
        desk.MapPost("/people/{id}/roles/{role}/revoke", TakeAsync);
        desk.MapPost("/keys", IssueAsync);
        desk.MapPost("/keys/{id}/revoke", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(
        People people, ApiKeys keys, ShownSecret? shown, CancellationToken stop) =>
        AccessPage.With(new(await people.ListAsync(stop), await keys.ListAsync(stop), shown));

    /// <summary>A form may carry any number, and not each is a role.</summary>
    private static Role Known(Role role) =>
        Enum.IsDefined(role) ? role : throw new BadHttpRequestException("There is no such role.");

    private static async Task<IResult> InviteAsync(
        [FromForm] string name, [FromForm] string signInName, [FromForm] Role role,
        HttpContext http, People people, ApiKeys keys, SignInLinks links)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(signInName))
            return Problems.Invalid("text_missing", "A person needs a name and something to sign in as.");
        if (name.Length > MaxName || signInName.Length > MaxName)
            return Problems.Invalid("text_too_long", $"A name has at most {MaxName} characters.");
        var stop = http.RequestAborted;
        var (outcome, id) = await people.RegisterAsync(signInName, name, [Known(role)], http.User.Actor(), stop);
        return outcome.Refusal is { } refusal
            ? Problems.Refused(refusal)
            : await ShowLinkAsync(id, name, http, people, keys, links);
    }

    private static async Task<IResult> LinkAsync(
        string id, HttpContext http, People people, ApiKeys keys, SignInLinks links) =>
        await people.GetAsync(new PersonId(id), http.RequestAborted) is { } person
            ? await ShowLinkAsync(person.Id, person.Name, http, people, keys, links)
            : Problems.NotFound("such person");

    private static async Task<IResult> ShowLinkAsync(
        PersonId id, string name, HttpContext http, People people, ApiKeys keys, SignInLinks links)
    {
        var path = await links.CreateAsync(id, ct: http.RequestAborted);
        var link = $"{http.Request.Scheme}://{http.Request.Host}{path}";
        return await ShowAsync(people, keys, new($"One-time link for {name}", link), http.RequestAborted);
    }

    private static async Task<IResult> GrantAsync(string id, [FromForm] Role role, HttpContext http, People people) =>
        Answer(await people.GrantAsync(new PersonId(id), Known(role), http.User.Actor(), http.RequestAborted));

    private static async Task<IResult> TakeAsync(string id, Role role, HttpContext http, People people) =>
        Answer(await people.RevokeAsync(new PersonId(id), Known(role), http.User.Actor(), http.RequestAborted));

    private static async Task<IResult> IssueAsync(
        [FromForm] string label, [FromForm] Role role, HttpContext http, People people, ApiKeys keys)
    {
        if (string.IsNullOrWhiteSpace(label))
            return Problems.Invalid("text_missing", "Say which machine the key is for.");
        var (outcome, text) = await keys.IssueAsync(label, Known(role), http.User.Actor(), http.RequestAborted);
        return outcome.Refusal is { } refusal
            ? Problems.Refused(refusal)
            : await ShowAsync(people, keys, new($"Key for {label}", text), http.RequestAborted);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, ApiKeys keys) =>
        Answer(await keys.RevokeAsync(id, http.User.Actor(), http.RequestAborted));

    private static IResult Answer<TState>(Outcome<TState> outcome) => outcome.Match(
        done => Acts.SeeOther(Path, done.Position),
        _ => Acts.SeeOther(Path),
        refusal => Problems.Refused(refusal));
}
