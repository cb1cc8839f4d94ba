using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Server.OnCall.Answers;

/// <summary>GET and POST /answer/{token}: looking shows a button, pressing it acknowledges, once.</summary>
internal static class AnswerEndpoint
{
    private const string Path = "/answer/{token}";
    private const string Why = "the token was sent to one paged person and acknowledges one incident as them";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, LookAsync).AllowAnyone(Why);
        routes.MapPost(Path, AcknowledgeAsync).AllowAnyone(Why).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> LookAsync(
        string token, AnswerLinks links, Transactor transactor, CancellationToken stop) =>
        await links.LookAsync(token, stop) is { } asked
            ? AnswerPage.With(await ViewAsync(token, asked, transactor, stop))
            : Gone;

    private static async Task<IResult> AcknowledgeAsync(
        string token, AnswerLinks links, AnswerDesk desk, Transactor transactor, CancellationToken stop)
    {
        if (await links.UseAsync(token, stop) is not { } asked)
            return Gone;
        var outcome = await desk.AcknowledgeAsync(asked, stop);
        var view = await ViewAsync(token, asked, transactor, stop);
        return AnswerPage.With(
            view with { Answered = true, Refused = outcome.Refusal?.Detail },
            outcome.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static IResult Gone =>
        AnswerPage.With(new AnswerView(null, null, null, false, null), StatusCodes.Status410Gone);

    private static async Task<AnswerView> ViewAsync(
        string token, Answering asked, Transactor transactor, CancellationToken stop)
    {
        var incident = (await transactor.ReadAsync(OnCallStreams.Incident, asked.Incident.Value, stop)).State;
        return new AnswerView(token, asked.Incident.Value, incident.Declaration?.Title, false, null);
    }
}

/// <summary>What the page behind a link shows.</summary>
/// <param name="Token">Null when the link is spent, expired or invented.</param>
/// <param name="Answered">The button was pressed.</param>
/// <param name="Refused">Why it acknowledged nothing.</param>
public sealed record AnswerView(string? Token, string? Incident, string? Title, bool Answered, string? Refused);
