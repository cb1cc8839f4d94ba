using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Judging;

/// <summary>
/// POST /api/signals/{fingerprint}/episodes/{episode}/judgement <c>{disposition, reason}</c> says what an episode was
/// worth: true, false, expected or unknown. GET /api/signals/precision counts it per detector version.
/// </summary>
internal static class JudgingEndpoints
{
    /// <summary>Longest reason that is kept.</summary>
    private const int ReasonMax = 2_000;

    internal static void MapJudging(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/signals/{fingerprint}/episodes/{episode:int}/judgement", JudgeAsync)
            .RequirePermission(Permission.HandleIncident);
        routes.MapGet("/api/signals/precision", (EpisodeBoard board) => board.Precision())
            .RequirePermission(Permission.Read);
    }

    private static async Task<IResult> JudgeAsync(
        string fingerprint, int episode, JudgementBody body, Transactor transactor, HttpContext http)
    {
        if (Problems.Unexplained(body.Reason) is { } unexplained)
            return unexplained;
        if (!Enum.TryParse<Disposition>(body.Disposition, ignoreCase: true, out var disposition)
            || !Enum.IsDefined(disposition))
        {
            return Problems.Invalid("disposition_not_valid", "Say true, false, expected or unknown.");
        }

        var reason = body.Reason!.Trim();
        var judge = new JudgeSignal(
            new Fingerprint(fingerprint),
            episode,
            disposition,
            http.User.Actor(),
            reason.Length > ReasonMax ? reason[..ReasonMax] : reason);
        var outcome = await transactor.TransactAsync(
            SignalFacts.Groups, fingerprint, judge.Decide, http.User.Actor(), ct: http.RequestAborted);
        return outcome.Match(
            done => Results.Ok(new { fingerprint, episode, disposition, position = done.Position }),
            same => Results.Ok(new { fingerprint, episode, disposition, position = same.Position }),
            refusal => Problems.Refused(refusal, StatusCodes.Status404NotFound));
    }

    internal sealed record JudgementBody(string? Disposition, string? Reason);
}
