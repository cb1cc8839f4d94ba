using System.Globalization;
using Governance.Domain;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.OnCall.Schedules;

/// <summary>/on-call, /on-call/schedules/{id}, and what their forms do.</summary>
internal static class SchedulePages
{
    private const string Path = "/on-call/schedules";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/on-call", ShowAllAsync).RequirePermission(Permission.Read);
        routes.MapGet($"{Path}/{{id}}", ShowOneAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/{{id}}", DefineAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost($"{Path}/{{id}}/retire", RetireAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost($"{Path}/{{id}}/overrides", OverrideAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Path}/{{id}}/overrides/{{standIn}}/remove", RemoveAsync)
            .RequirePermission(Permission.HandleIncident);
    }

    /// <summary>Where a schedule is found.</summary>
    internal static string Of(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    /// <summary>What the forms of a page offer.</summary>
    internal static async Task<ScheduleForms> FormsAsync(ScheduleDesk desk, People people, CancellationToken ct)
    {
        var all = await people.ListAsync(ct);
        var names = all.ToDictionary(person => person.Id, person => person.Name);
        return new ScheduleForms(
            [
                .. all.Where(person => person.Roles.Any(role => role.Allows(Permission.HandleIncident)))
                    .Select(person => (person.Id, person.Name)),
            ],
            id => names.GetValueOrDefault(id) ?? "somebody who has no account here",
            desk.NewId());
    }

    private static async Task<IResult> ShowAllAsync(
        HttpContext http, ScheduleDesk desk, People people, FoldRunner folds)
    {
        await http.SeenAsync(folds.WaitForAsync);
        return OnCallPage.With(new(desk.List(), await FormsAsync(desk, people, http.RequestAborted)));
    }

    private static async Task<IResult> ShowOneAsync(
        string id, string? at, HttpContext http, ScheduleDesk desk, People people, FoldRunner folds)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var asked = MomentOf(at) is { } moment ? await desk.WhoAsync(id, moment, http.RequestAborted) : null;
        return desk.Show(id, asked) is { } schedule
            ? SchedulePage.With(new(schedule, await FormsAsync(desk, people, http.RequestAborted)))
            : Problems.NotFound("schedule of that id");
    }

    private static async Task<IResult> DefineAsync(string id, HttpContext http, ScheduleDesk desk, Flash flash)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (ScheduleBody.Read(form) is not { } body)
            return Problems.Invalid("schedule_invalid", "A schedule needs a first day, a handover and a length.");
        var outcome = await desk.DefineAsync(id, body.ToCommand(http.User.Actor()), http.RequestAborted);
        return Answer(id, outcome, flash, "The schedule holds from now on.");
    }

    private static async Task<IResult> RetireAsync(string id, HttpContext http, ScheduleDesk desk, Flash flash) =>
        Answer(
            id, await desk.RetireAsync(id, new(http.User.Actor()), http.RequestAborted), flash,
            "Nobody is on call by this schedule any more.");

    private static async Task<IResult> OverrideAsync(
        string id,
        [FromForm] string? person,
        [FromForm] string? from,
        [FromForm] string? to,
        [FromForm] string? reason,
        [FromForm] string? key,
        HttpContext http,
        ScheduleDesk desk,
        Rosters rosters,
        Flash flash)
    {
        if (rosters.Find(id) is not { } schedule)
            return Problems.NotFound("schedule of that id");
        var zone = WallClock.Of(schedule.Zone);
        if (LocalOf(from, zone) is not { } begins || LocalOf(to, zone) is not { } ends)
            return Problems.Invalid("schedule_invalid", "An override needs the moment it begins and the one it ends.");
        var standIn = new StandIn(
            key is { Length: > 0 and <= 40 } ? key : desk.NewId(), new PersonId(person ?? ""), begins, ends,
            reason?.Trim() ?? "");
        var outcome = await desk.OverrideAsync(id, new(standIn, http.User.Actor()), http.RequestAborted);
        return Answer(id, outcome, flash, "The override is set.");
    }

    private static async Task<IResult> RemoveAsync(
        string id, string standIn, HttpContext http, ScheduleDesk desk, Flash flash) =>
        Answer(
            id, await desk.RemoveAsync(id, new(standIn, http.User.Actor()), http.RequestAborted), flash,
            "The override is taken back.");

    private static IResult Answer(string id, Outcome<Schedule> outcome, Flash flash, string said)
    {
        if (outcome.Refusal is { } refusal)
            return ScheduleApi.Refused(refusal);
        flash.Say(said);
        return outcome.Match(
            done => Acts.SeeOther(Of(id), done.Position),
            same => Acts.SeeOther(Of(id), same.Position),
            ScheduleApi.Refused);
    }

    // A browser's field for date and time has no zone: it is read by the schedule's clock, as the page says.
    private static DateTimeOffset? LocalOf(string? typed, TimeZoneInfo zone) =>
        DateTime.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var shown)
        && shown.Year is > 2000 and < 2200
            ? zone.InstantOf(DateOnly.FromDateTime(shown), TimeOnly.FromDateTime(shown))
            : null;

    private static DateTimeOffset? MomentOf(string? typed) => DateTimeOffset.TryParse(
        typed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
