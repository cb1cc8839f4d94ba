using System.Globalization;
using Governance.Domain;
using Governance.Domain.OnCall.Contacts;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.OnCall.Contacts;

/// <summary>/on-call/me: how the person who is signed in wants to be paged.</summary>
internal static class ContactPages
{
    private const string Path = "/on-call/me";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/contacts", AddAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/contacts/{{id}}/remove", RemoveAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/contacts/{{id}}/test", TestAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/order", OrderAsync).RequirePermission(Permission.HandleIncident);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, ContactDesk desk, ChannelDesk channels, FoldRunner folds)
    {
        if (http.User.PersonId() is not { } person)
            return ContactApi.NoPerson;
        await http.SeenAsync(folds.WaitForAsync);
        var ways = (await channels.ListAsync(http.RequestAborted)).Where(way => way.Person == person);
        return ContactsPage.With(new ContactsView(
            await desk.SheetAsync(person, http.RequestAborted),
            ways.ToDictionary(way => way.Id, StringComparer.Ordinal)));
    }

    private static Task<IResult> AddAsync(
        [FromForm] string? address,
        [FromForm] string? format,
        [FromForm] string? routingKey,
        [FromForm] string? pagerUser,
        HttpContext http,
        ContactDesk desk,
        Flash flash) => ActAsync(
        http, flash, "Added. Send a test, so that it is proven.",
        person => desk.AddAsync(
            person, new(address, format, routingKey, pagerUser), http.User.Actor(), http.RequestAborted));

    private static Task<IResult> RemoveAsync(string id, HttpContext http, ContactDesk desk, Flash flash) => ActAsync(
        http, flash, "Removed; the address is forgotten.",
        person => desk.RemoveAsync(person, id, http.User.Actor(), http.RequestAborted));

    private static async Task<IResult> OrderAsync(HttpContext http, ContactDesk desk, Flash flash)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var zone = form["zone"].ToString().Trim();
        var rules = new SetContactRules(
            Ranked(form, "default-"), Ranked(form, "important-"), zone.Length == 0 ? null : zone, http.User.Actor());
        return await ActAsync(http, flash, "Saved.", person => desk.OrderAsync(person, rules, http.RequestAborted));
    }

    /// <summary>One's own ways only: a test wakes somebody.</summary>
    private static async Task<IResult> TestAsync(
        string id, HttpContext http, ChannelDesk channels, Flash flash, CancellationToken stop)
    {
        var way = (await channels.ListAsync(stop)).FirstOrDefault(way => way.Id == id);
        if (way?.Person is not { } owner || owner != http.User.PersonId()
            || await channels.TestAsync(id, http.User.Actor(), stop) is not { } outcome)
            return Problems.NotFound("such way of yours");
        if (outcome.Refusal is null)
            flash.Say("A test message is on its way.");
        return outcome.Match(
            done => Acts.SeeOther(Path, done.Position),
            same => Acts.SeeOther(Path, same.Position),
            refusal => Problems.Refused(refusal));
    }

    private static async Task<IResult> ActAsync(
        HttpContext http, Flash flash, string said, Func<PersonId, Task<Outcome<ContactSheet>>> act)
    {
        if (http.User.PersonId() is not { } person)
            return ContactApi.NoPerson;
        var outcome = await act(person);
        if (outcome.Refusal is null)
            flash.Say(said);
        return outcome.Match(
            done => Acts.SeeOther(Path, done.Position),
            same => Acts.SeeOther(Path, same.Position),
            ContactApi.Refused);
    }

    /// <summary>The ids behind fields of a prefix, in the order of the numbers typed.</summary>
    private static string[] Ranked(IFormCollection form, string prefix) =>
    [
        .. form.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(field => int.TryParse(field.Value, CultureInfo.InvariantCulture, out var rank)
                ? rank
                : int.MaxValue)
            .Select(field => field.Key[prefix.Length..]),
    ];
}
