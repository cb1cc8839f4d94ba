using Governance.Domain;
using Governance.Domain.OnCall.Contacts;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall.Contacts;

/// <summary>/api/on-call/me: how the person who calls wants to be paged.</summary>
internal static class ContactApi
{
    private const string Path = "/api/on-call/me";

    // A key is no person, and nobody wakes a key.
    internal static IResult NoPerson => Problems.NotFound("person behind this call");

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, SheetAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/contacts", AddAsync).RequirePermission(Permission.HandleIncident);
        routes.MapDelete($"{Path}/contacts/{{id}}", RemoveAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPut($"{Path}/order", OrderAsync).RequirePermission(Permission.HandleIncident);
    }

    internal static IResult Refused(Refusal refusal) =>
        Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> SheetAsync(HttpContext http, ContactDesk desk) =>
        http.User.PersonId() is { } person ? Results.Ok(await desk.SheetAsync(person, http.RequestAborted)) : NoPerson;

    private static Task<IResult> AddAsync(ContactBody body, HttpContext http, ContactDesk desk) => ActAsync(
        http, person => desk.AddAsync(person, body, http.User.Actor(), http.RequestAborted));

    private static Task<IResult> RemoveAsync(string id, HttpContext http, ContactDesk desk) => ActAsync(
        http, person => desk.RemoveAsync(person, id, http.User.Actor(), http.RequestAborted));

    private static Task<IResult> OrderAsync(OrderBody body, HttpContext http, ContactDesk desk) => ActAsync(
        http, person => desk.OrderAsync(
            person, new(body.Default ?? [], body.Important ?? [], body.Zone, http.User.Actor()), http.RequestAborted));

    private static async Task<IResult> ActAsync(
        HttpContext http, Func<PersonId, Task<Outcome<ContactSheet>>> act) =>
        http.User.PersonId() is { } person
            ? (await act(person)).Match(done => Results.Ok(done.State), same => Results.Ok(same.State), Refused)
            : NoPerson;

    /// <summary>The ways by their ids; those left out follow in the order they had.</summary>
    internal sealed record OrderBody(
        IReadOnlyList<string>? Default, IReadOnlyList<string>? Important, string? Zone);
}
