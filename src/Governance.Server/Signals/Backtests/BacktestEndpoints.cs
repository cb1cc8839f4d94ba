using System.Text;
using System.Text.Json;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Backtests;

/// <summary>
/// POST /api/backtests <c>{deployments?, from?, until?, a?, b?}</c> begins one; GET /api/backtests lists them,
/// GET /api/backtests/{id} has one with its first rows, GET /api/backtests/{id}/signals.csv all of them,
/// POST /api/backtests/{id}/cancel ends it.
/// </summary>
internal static class BacktestEndpoints
{
    /// <summary>Rows that one answer of the API has; the others are in the file.</summary>
    internal const int RowsShown = 500;

    internal static void MapBacktestApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/backtests", AskAsync).RequirePermission(Permission.EditDetection);
        routes.MapGet("/api/backtests", (BacktestBoard board) => board.All()).RequirePermission(Permission.Read);
        routes.MapGet("/api/backtests/{id}", ReadAsync).RequirePermission(Permission.Read);
        routes.MapPost("/api/backtests/{id}/cancel", CancelAsync).RequirePermission(Permission.EditDetection);
        routes.MapGet("/api/backtests/{id}/signals.csv", FileAsync).RequirePermission(Permission.Export);
    }

    private static async Task<IResult> AskAsync(BacktestWish wish, BacktestDesk desk, HttpContext http)
    {
        var (id, outcome) = await desk.AskAsync(wish, http.User.Actor(), http.RequestAborted);
        return outcome.Match(
            done => Results.Accepted($"/api/backtests/{id}", new { id, done.Position, done.State.Request }),
            same => Results.Ok(new { id, same.Position, same.State.Request }),
            refusal => Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity));
    }

    private static async Task<IResult> ReadAsync(
        string id, BacktestBoard board, BacktestTable table, CancellationToken ct)
    {
        if (board.Find(id) is not { } entry)
            return Problems.NotFound("back-test");
        var rows = await table.ReadAsync(id, 0, RowsShown, ct);
        return Results.Ok(new
        {
            entry.Id,
            entry.Position,
            entry.AskedAt,
            entry.EndedAt,
            entry.State.Status,
            entry.State.By,
            entry.State.Request,
            entry.State.Summary,
            entry.State.Reason,
            Standing = await table.StandingAsync(id, ct),
            Rows = rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row)),
        });
    }

    private static async Task<IResult> CancelAsync(string id, BacktestDesk desk, HttpContext http)
    {
        if (await desk.CancelAsync(id, http.User.Actor(), http.RequestAborted) is not { } outcome)
            return Problems.NotFound("back-test");
        return outcome.Match(
            done => Results.Ok(new { id, done.State.Status, done.Position }),
            same => Results.Ok(new { id, same.State.Status, same.Position }),
            refusal => Problems.Refused(refusal));
    }

    private static async Task<IResult> FileAsync(
        string id, BacktestBoard board, BacktestTable table, HttpContext http)
    {
        if (board.Find(id) is not { State.Status: BacktestStatus.Finished })
            return Problems.NotFound("answer of a back-test");
        var response = http.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"backtest-{id}.csv\"";
        await response.WriteAsync(BacktestCsv.Head(), http.RequestAborted);
        for (var after = 0; ;)
        {
            var rows = await table.ReadAsync(id, after, RowsShown, http.RequestAborted);
            await response.WriteAsync(
                rows.Aggregate(new StringBuilder(), BacktestCsv.Append).ToString(), http.RequestAborted);
            if (rows.Count < RowsShown)
                return Results.Empty;
            after += rows.Count;
        }
    }
}
