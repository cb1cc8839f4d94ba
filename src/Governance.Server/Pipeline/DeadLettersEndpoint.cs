using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Server.Access;

namespace Governance.Server.Pipeline;

/// <summary>What was given up on, and a human's wish to try it again.</summary>
internal static class DeadLettersEndpoint
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/dead-letters", (DeadLetters letters, CancellationToken ct) => letters.ListAsync(ct))
            .RequirePermission(Permission.Operate);
        routes.MapPost("/api/dead-letters/{id:long}/replay", ReplayAsync).RequirePermission(Permission.Operate);
    }

    private static async Task<IResult> ReplayAsync(
        long id, DeadLetters letters, Nudges nudges, CancellationToken ct)
    {
        if (!await letters.MarkReplayableAsync(id, ct))
            return Results.NotFound();
        nudges.RingTimers();
        nudges.RingOutbox();
        return Results.Accepted();
    }
}
