using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Governance.Server.Shell.Errors;

/// <summary>
/// Answers what nobody caught: 503 while the database is away or a newer version is being rolled out, 409 when others
/// were faster, 400 for text that cannot be stored, 500 else. Details go to the log only.
/// </summary>
internal sealed class FailureAnswer(ILogger<FailureAnswer> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken stop)
    {
        if (http.Response.HasStarted)
            return false;
        // A caller who hung up is no failure of ours, and nobody reads an answer.
        if (http.RequestAborted.IsCancellationRequested)
            return true;
        var answer = Answer(exception);
        // The framework says nothing of what a handler has answered.
        if (answer.StatusCode == StatusCodes.Status500InternalServerError)
            log.LogError(exception, "{Method} {Path} failed.", http.Request.Method, http.Request.Path);
        await answer.ExecuteAsync(http);
        return true;
    }

    private static ProblemAnswer Answer(Exception failure) => failure switch
    {
        BadHttpRequestException bad => new(
            bad.StatusCode, "bad_request", "The request could not be read",
            "Its form or body is not what is expected."),
        EventRefusedException or PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => new(
            StatusCodes.Status400BadRequest, "not_storable", "This cannot be stored",
            "It contains text that cannot be stored, such as U+0000. Nothing was done."),
        _ when DatabaseDown.Is(failure) => new(
            StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot be reached",
            "The database cannot be reached. Nothing that was acknowledged is lost; this page tries again by itself."),
        UnreadableEventException { Known: false } => new(
            StatusCodes.Status503ServiceUnavailable, "upgrade_in_progress", "An upgrade is in progress",
            "A newer version has written what this one cannot read, so it does not decide. Try again in a moment."),
        StreamArchivedException => new(
            StatusCodes.Status409Conflict, "archived", "This is archived",
            "It can be read as before, and nothing is added to it any more."),
        ConcurrencyException => new(
            StatusCodes.Status409Conflict, "moved_meanwhile", "Somebody else was faster",
            "What this rests on changed meanwhile. Nothing was done; look again and decide again."),
        _ => new(
            StatusCodes.Status500InternalServerError, "unexpected", "Something went wrong",
            "This is a defect, and it was logged. Look whether what you asked for has happened before you repeat it."),
    };
}
