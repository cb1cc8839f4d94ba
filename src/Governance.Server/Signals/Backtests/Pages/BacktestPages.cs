using System.Text.Json;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Backtests.Trying;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Signals.Backtests.Pages;

/// <summary>
/// GET /backtests, the list with the form; POST begins one; GET /backtests/{id} shows it and POST …/cancel ends it.
/// </summary>
internal static class BacktestPages
{
    internal static void MapBacktestPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/backtests", ListAsync).RequirePermission(Permission.Read);
        routes.MapPost("/backtests", AskAsync).RequirePermission(Permission.EditDetection);
        routes.MapGet("/backtests/{id}", ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost("/backtests/{id}/cancel", CancelAsync).RequirePermission(Permission.EditDetection);
    }

    private static async Task<IResult> ListAsync(
        string? deployment, BacktestBoard board, BacktestDesk desk, LogMap map, HttpContext http)
    {
        await http.SeenAsync(desk.WaitForAsync);
        return BacktestsPage.With(
            new BacktestsView(board.All(), await map.DeploymentsAsync(http.RequestAborted), deployment));
    }

    private static async Task<IResult> ShowAsync(
        string id,
        int? after,
        BacktestBoard board,
        BacktestTable table,
        BacktestDesk desk,
        LogMap map,
        HttpContext http)
    {
        await http.SeenAsync(desk.WaitForAsync);
        if (board.Find(id) is not { } entry)
            return Problems.NotFound("back-test");
        var ct = http.RequestAborted;
        var (skip, signals, timeline) = (Math.Max(0, after ?? 0), new List<ComparedSignal>(), (BacktestTimeline?)null);
        if (entry.State.Summary is { } summary)
        {
            var read = summary.Read;
            timeline = new BacktestTimeline(read.From, read.Until, summary.B is not null);
            foreach (var (index, row) in (await table.ReadAsync(id, 0, summary.Rows, ct)).Index())
            {
                var signal = JsonSerializer.Deserialize<ComparedSignal>(row, FactJson.Options)!;
                timeline.Add(signal);
                if (index >= skip && index < skip + BacktestView.PerPage)
                    signals.Add(signal);
            }
        }

        return BacktestPage.With(new BacktestView(
            entry, await table.StandingAsync(id, ct), await map.DeploymentsAsync(ct), signals, skip,
            signals.Count > 0 ? timeline : null));
    }

    private static async Task<IResult> AskAsync([FromForm] BacktestForm form, BacktestDesk desk, HttpContext http)
    {
        if (form.ToWish() is not { } wish)
            return Problems.Invalid("backtest_not_a_number", "A setting is a number such as 0.5, or left empty.");
        var (id, outcome) = await desk.AskAsync(wish, http.User.Actor(), http.RequestAborted);
        return outcome.Match(
            done => Acts.SeeOther($"/backtests/{id}", done.Position),
            same => Acts.SeeOther($"/backtests/{id}", same.Position),
            refusal => Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity));
    }

    private static async Task<IResult> CancelAsync(string id, BacktestDesk desk, Flash flash, HttpContext http)
    {
        if (await desk.CancelAsync(id, http.User.Actor(), http.RequestAborted) is not { } outcome)
            return Problems.NotFound("back-test");
        return outcome.Match(
            done => Said(done.Position),
            same => Said(same.Position),
            refusal => Problems.Refused(refusal));

        IResult Said(long position)
        {
            flash.Say("The back-test is cancelled.");
            return Acts.SeeOther($"/backtests/{id}", position);
        }
    }
}
