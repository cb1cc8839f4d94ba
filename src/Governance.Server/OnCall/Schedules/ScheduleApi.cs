using Governance.Domain;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall.Schedules;

/// <summary>Schedules for programs: <c>/api/on-call</c>.</summary>
internal static class ScheduleApi
{
    private const string Path = "/api/on-call/schedules";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (ScheduleDesk desk) => desk.List()).RequirePermission(Permission.Read);
        routes.MapGet($"{Path}/{{id}}", (string id, ScheduleDesk desk) =>
            desk.Show(id, null) is { } schedule ? Results.Ok(schedule) : Unknown).RequirePermission(Permission.Read);
        routes.MapGet($"{Path}/{{id}}/on-call", WhoAsync).RequirePermission(Permission.Read);
        routes.MapPut($"{Path}/{{id}}", DefineAsync).RequirePermission(Permission.EditDetection);
        routes.MapDelete($"{Path}/{{id}}", RetireAsync).RequirePermission(Permission.EditDetection);
        routes.MapPost($"{Path}/{{id}}/overrides", OverrideAsync).RequirePermission(Permission.HandleIncident);
        routes.MapDelete($"{Path}/{{id}}/overrides/{{standIn}}", RemoveAsync)
            .RequirePermission(Permission.HandleIncident);
    }

    private static IResult Unknown => Problems.NotFound("schedule of that id");

    private static async Task<IResult> WhoAsync(
        string id, DateTimeOffset? at, ScheduleDesk desk, TimeProvider clock, CancellationToken stop) =>
        await desk.WhoAsync(id, at ?? clock.GetUtcNow(), stop) is { } asked ? Results.Ok(asked) : Unknown;

    private static async Task<IResult> DefineAsync(
        string id, ScheduleBody body, ScheduleDesk desk, HttpContext http) =>
        Answer(id, await desk.DefineAsync(id, body.ToCommand(http.User.Actor()), http.RequestAborted));

    private static async Task<IResult> RetireAsync(string id, ScheduleDesk desk, HttpContext http) =>
        Answer(id, await desk.RetireAsync(id, new RetireSchedule(http.User.Actor()), http.RequestAborted));

    private static async Task<IResult> OverrideAsync(
        string id, OverrideBody body, ScheduleDesk desk, HttpContext http)
    {
        var standIn = new StandIn(
            body.Id ?? desk.NewId(), new PersonId(body.Person ?? ""), body.From.ToMicroseconds(),
            body.To.ToMicroseconds(), body.Reason?.Trim() ?? "");
        return Answer(id, await desk.OverrideAsync(id, new(standIn, http.User.Actor()), http.RequestAborted));
    }

    private static async Task<IResult> RemoveAsync(
        string id, string standIn, ScheduleDesk desk, HttpContext http) =>
        Answer(id, await desk.RemoveAsync(id, new(standIn, http.User.Actor()), http.RequestAborted));

    private static IResult Answer(string id, Outcome<Schedule> outcome) => outcome.Match(
        done => Results.Ok(new { id, position = done.Position }),
        same => Results.Ok(new { id, position = same.Position }),
        Refused);

    /// <summary>What could never be accepted is 422, what is not there 404.</summary>
    internal static IResult Refused(Refusal refusal) => refusal is ScheduleUnknown
        ? Unknown
        : Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity);
}
