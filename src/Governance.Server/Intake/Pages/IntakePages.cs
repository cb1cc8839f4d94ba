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
        services.AddSingleton<IntakeReader>();
        services.AddHostedService<IntakePulse>();
        return services;
    }

    internal static void MapIntakePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
                Path, async (IntakeReader reader, CancellationToken ct) => IntakePage.With(await reader.ReadAsync(ct)))
            .RequirePermission(Permission.Read);
        routes.MapGet($"/api{Path}", (IntakeReader reader, CancellationToken ct) => reader.ReadAsync(ct))
            .RequirePermission(Permission.Read);
    }
}
