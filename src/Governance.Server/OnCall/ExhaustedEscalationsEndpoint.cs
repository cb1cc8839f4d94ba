using Governance.Server.Access;

namespace Governance.Server.OnCall;

/// <summary>Which ladders ended without an answer.</summary>
internal static class ExhaustedEscalationsEndpoint
{
    internal static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/escalations/exhausted", (UnansweredLadders ladders) =>
            ladders.List().Select(ladder => new { incident = ladder.Incident, since = ladder.Since }))
        .RequirePermission(Permission.Read);
}
