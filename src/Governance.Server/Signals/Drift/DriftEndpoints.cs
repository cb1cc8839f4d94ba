using System.Text;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Drift;

/// <summary>
/// GET /drift, the page; /drift.csv, the file; /api/drift, the same for programs: one deployment, two sides. A side is
/// a version (<c>left</c>, <c>right</c>), a period (<c>leftFrom</c>, <c>leftTo</c> …), or both.
/// </summary>
internal static class DriftEndpoints
{
    internal static void MapDrift(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/drift", PageAsync).RequirePermission(Permission.Read);
        routes.MapGet("/drift.csv", (HttpContext http, Desk desk) => AnswerAsync(http, desk, report => Results.File(
                Encoding.UTF8.GetBytes(DriftFile.Of(report)), "text/csv; charset=utf-8", DriftFile.NameOf(report))))
            .RequirePermission(Permission.Read);
        routes.MapGet("/api/drift", (HttpContext http, Desk desk) => AnswerAsync(http, desk, Results.Ok))
            .RequirePermission(Permission.Read);
    }

    private static async Task<IResult> PageAsync(HttpContext http, Desk desk, SignalReadings readings)
    {
        var asked = DriftAsked.Parse(http.Request.Query);
        var known = await readings.AllWatchedAsync(http.RequestAborted);
        var view = new DriftView(asked, known, null, null);
        if (!asked.IsComplete)
            return DriftPage.With(view);
        var (report, problem) = await desk.ReadAsync(asked, http.RequestAborted);
        return DriftPage.With(
            view with { Report = report, Problem = problem },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Desk desk, Func<DriftReport, IResult> answer)
    {
        var asked = DriftAsked.Parse(http.Request.Query);
        if (!asked.IsComplete)
            return Problems.Invalid("drift_not_asked", "Name a deployment and two versions or two periods of it.");
        var (report, problem) = await desk.ReadAsync(asked, http.RequestAborted);
        return report is null ? Problems.Invalid("drift_not_asked", problem!) : answer(report);
    }

    /// <summary>What answers a question, for pages and programs alike.</summary>
    internal sealed class Desk(DriftReader reader, EventStore store, TimeProvider clock)
    {
        internal async Task<(DriftReport? Report, string? Problem)> ReadAsync(DriftAsked asked, CancellationToken ct)
        {
            var head = await store.HeadAsync(ct);
            var (question, problem) = asked.Read(clock.GetUtcNow(), head.Position);
            return question is null ? (null, problem) : (await reader.ReadAsync(question, ct), null);
        }
    }
}
