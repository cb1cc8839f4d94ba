using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Intake.Coverage;

/// <summary>What a deployment's senders say, for programs; for people it is on the model's page.</summary>
internal static class CoverageEndpoint
{
    internal static void MapCoverage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/deployments/{name}/coverage", Read).RequirePermission(Permission.Read);

    private static IResult Read(string name, CoverageBoard board, InstallationKey key, TimeProvider clock) =>
        board.Find(key.DeploymentOf(Uri.UnescapeDataString(name)), clock.GetUtcNow()) is { } coverage
            ? Results.Ok(coverage)
            : Problems.NotFound("model of that name that was ever heard");
}
