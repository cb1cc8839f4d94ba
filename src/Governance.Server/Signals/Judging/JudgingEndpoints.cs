using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Signals.Judging;

/// <summary>
/// POST /api/signals/{fingerprint}/episodes/{episode}/judgement <c>{disposition, reason}</c> says what an episode was
/// worth: true, false, expected or unknown; the same without <c>/api</c> takes a form. GET /api/signals/precision
/// counts it per detector version.
/// </summary>
internal static class JudgingEndpoints
{
    /// <summary>Longest reason that is kept.</summary>
    private const int ReasonMax = 2_000;

    /// <summary>Pages that show a form for judging, and are returned to.</summary>
    private static readonly string[] s_pages = ["/incidents/", "/detectors/"];

    internal static void MapJudging(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/signals/{fingerprint}/episodes/{episode:int}/judgement", JudgeAsync)
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/signals/{fingerprint}/episodes/{episode:int}/judgement", JudgeByFormAsync)
            .RequirePermission(Permission.HandleIncident);
        routes.MapGet("/api/signals/precision", (EpisodeBoard board) => board.Precision())
            .RequirePermission(Permission.Read);
    }

    private static async Task<IResult> JudgeAsync(
        string fingerprint, int episode, JudgementBody body, Transactor transactor, HttpContext http)
    {
        var (judge, problem) = Command(fingerprint, episode, body, http);
        if (judge is null)
            return problem!;
        var outcome = await TransactAsync(judge, transactor, http);
        return outcome.Match(
            done => Results.Ok(new { fingerprint, episode, judge.Disposition, position = done.Position }),
            same => Results.Ok(new { fingerprint, episode, judge.Disposition, position = same.Position }),
            refusal => Problems.Refused(refusal, StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> JudgeByFormAsync(
        string fingerprint,
        int episode,
        [FromForm] string? disposition,
        [FromForm] string? reason,
        [FromForm] string? back,
        Transactor transactor,
        Flash flash,
        HttpContext http)
    {
        var (judge, problem) = Command(fingerprint, episode, new(disposition, reason), http);
        if (judge is null)
            return problem!;
        var outcome = await TransactAsync(judge, transactor, http);
        return outcome.Match(
            done => Said(done.Position),
            same => Said(same.Position),
            refusal => Problems.Refused(refusal, StatusCodes.Status404NotFound));

        IResult Said(long position)
        {
            flash.Say($"Judged {JudgingWords.Of(judge.Disposition)}. It counts for the detector's precision.");
            return Acts.SeeOther(BackTo(back), position);
        }
    }

    private static (JudgeSignal? Command, IResult? Problem) Command(
        string fingerprint, int episode, JudgementBody body, HttpContext http)
    {
        if (Problems.Unexplained(body.Reason) is { } unexplained)
            return (null, unexplained);
        if (!Enum.TryParse<Disposition>(body.Disposition, ignoreCase: true, out var disposition)
            || !Enum.IsDefined(disposition))
        {
            return (null, Problems.Invalid("disposition_not_valid", "Say true, false, expected or unknown."));
        }

        var reason = body.Reason!.ReplaceLineEndings("\n").Trim();
        return (new JudgeSignal(
            new Fingerprint(fingerprint),
            episode,
            disposition,
            http.User.Actor(),
            reason.Length > ReasonMax ? reason[..ReasonMax] : reason), null);
    }

    private static Task<Outcome<SignalGroup>> TransactAsync(
        JudgeSignal judge, Transactor transactor, HttpContext http) => transactor.TransactAsync(
        SignalFacts.Groups, judge.Fingerprint.Value, judge.Decide, http.User.Actor(), ct: http.RequestAborted);

    /// <summary>The page that the form stood on; never an address elsewhere.</summary>
    private static string BackTo(string? page) =>
        page is not null && !page.Any(char.IsControl)
            && s_pages.Any(one => page.StartsWith(one, StringComparison.Ordinal)) ? page : "/signals";

    internal sealed record JudgementBody(string? Disposition, string? Reason);
}
