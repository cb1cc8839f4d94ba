using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Pages;

/// <summary>/intake: who streams what right now, and /api/intake: the same as JSON.</summary>
internal static class IntakePages
{
    private const string Path = "/intake";

    internal static IServiceCollection AddIntakePages(this IServiceCollection services)
    {
        services.AddFold<IntakeBoard>();
        services.AddHostedService<IntakePulse>();
        return services;
    }

    internal static void MapIntakePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (IntakeBoard board, TimeProvider clock) => IntakePage.With(board.ReadAt(clock.GetUtcNow())))
            .RequirePermission(Permission.Read);
        routes.MapGet($"/api{Path}", (IntakeBoard board, TimeProvider clock) => board.ReadAt(clock.GetUtcNow()))
            .RequirePermission(Permission.Read);
    }
}
