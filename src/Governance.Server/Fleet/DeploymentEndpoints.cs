using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Access;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Fleet;

/// <summary>Registers deployments and their versions: POST /api/deployments and below.</summary>
internal static class DeploymentEndpoints
{
    /// <summary>Longest name, environment, owner, version or digest.</summary>
    private const int TextMax = 200;

    /// <summary>Other names under which one version may be reported.</summary>
    private const int ServedNamesMax = 16;

    internal static void MapDeployments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/deployments", RegisterAsync).RequirePermission(Permission.ProposeRollout);
        routes.MapPost("/api/deployments/{name}/versions", RegisterVersionAsync)
            .RequirePermission(Permission.ProposeRollout);
        routes.MapPost("/api/deployments/{name}/stable", SetStableAsync).RequirePermission(Permission.ProposeRollout);
    }

    private static Task<IResult> RegisterAsync(DeploymentBody body, DeploymentActs acts, HttpContext http)
    {
        if (!IsText(body.Name) || !IsText(body.Environment) || !IsText(body.Owner))
        {
            return Task.FromResult(Problems.Invalid(
                "deployment_not_valid",
                $"A deployment has a name, an environment and an owner, each 1 to {TextMax} long."));
        }

        var command = new RegisterDeployment(body.Name!, body.Environment!, body.Owner!);
        return acts.RunAsync(command.Name, command.Decide, http);
    }

    private static Task<IResult> RegisterVersionAsync(
        string name, VersionBody body, DeploymentActs acts, HttpContext http)
    {
        var served = body.ServedNames ?? [];
        if (!IsText(body.Version) || body.Version == "halted" || body.Digest?.Length > TextMax
            || served.Count > ServedNamesMax || !served.All(IsText))
        {
            return Task.FromResult(Problems.Invalid(
                "version_not_valid",
                $"A version is 1 to {TextMax} long, is not the word halted, and has up to {ServedNamesMax} names."));
        }

        var command = new RegisterVersion(new ModelVersion(body.Version!), body.Digest, http.User.Actor().Who, served);
        return acts.RunAsync(name, command.Decide, http);
    }

    private static Task<IResult> SetStableAsync(string name, StableBody body, DeploymentActs acts, HttpContext http)
    {
        if (!IsText(body.Version))
        {
            return Task.FromResult(Problems.Invalid("version_not_valid", "Name the version."));
        }

        var command = new SetStableVersion(new ModelVersion(body.Version!), http.User.Actor());
        return acts.RunAsync(name, command.Decide, http);
    }

    private static bool IsText(string? text) => text is { Length: > 0 and <= TextMax } && text.Trim().Length > 0;

    internal sealed record DeploymentBody(string? Name, string? Environment, string? Owner);

    internal sealed record VersionBody(string? Version, string? Digest, IReadOnlyList<string>? ServedNames);

    internal sealed record StableBody(string? Version);
}
