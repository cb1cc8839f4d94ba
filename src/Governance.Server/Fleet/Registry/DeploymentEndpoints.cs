using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;
using static Governance.Server.Fleet.Registry.RegistryText;

namespace Governance.Server.Fleet.Registry;

/// <summary>The registry for programs: POST /api/deployments and below. Registering again is editing.</summary>
internal static class DeploymentEndpoints
{
    internal static void MapDeployments(this IEndpointRouteBuilder routes)
    {
        var registry = routes.MapGroup("/api/deployments").RequirePermission(Permission.ProposeRollout);
        registry.MapPost("", RegisterAsync);
        registry.MapPost("/{name}/versions", RegisterVersionAsync);
        registry.MapPost("/{name}/versions/{version}/names", AddServedNameAsync);
        registry.MapPost("/{name}/stable", SetStableAsync);
        registry.MapPost("/{name}/names", ClaimAsync);
        registry.MapPost("/{name}/names/release", ReleaseAsync);
        registry.MapPost("/{name}/retire", RetireAsync);
    }

    private static Task<IResult> RegisterAsync(RegistrationBody body, DeploymentActs acts, HttpContext http)
    {
        var (command, fault) = body.Read();
        return command is null
            ? Invalid("deployment_not_valid", fault!)
            : AnswerAsync(command.Name, acts, acts.RunAsync(command.Name, command.Decide, http));
    }

    private static Task<IResult> RegisterVersionAsync(
        string name, VersionBody body, DeploymentActs acts, HttpContext http)
    {
        var (command, fault) = body.Read(http.User.Actor().Who);
        return command is null
            ? Invalid("version_not_valid", fault!)
            : RunAsync(name, command.Decide, acts, http);
    }

    private static Task<IResult> AddServedNameAsync(
        string name, string version, NameBody body, DeploymentActs acts, HttpContext http)
    {
        var served = Entered(body.Name);
        return FaultOfWord("The name", served) is { } fault
            ? Invalid("name_not_valid", fault)
            : RunAsync(
                name, new AddServedName(new ModelVersion(FleetLinks.NameIn(version)), served!).Decide, acts, http);
    }

    private static Task<IResult> SetStableAsync(string name, StableBody body, DeploymentActs acts, HttpContext http)
    {
        var version = Entered(body.Version);
        return FaultOfWord("The version", version) is { } fault
            ? Invalid("version_not_valid", fault)
            : RunAsync(name, new SetStableVersion(new ModelVersion(version!), http.User.Actor()).Decide, acts, http);
    }

    private static Task<IResult> ClaimAsync(string name, NameBody body, DeploymentActs acts, HttpContext http)
    {
        var (owner, claimed) = (FleetLinks.NameIn(name), Entered(body.Name));
        return FaultOfWord("The name", claimed) is { } fault
            ? Invalid("name_not_valid", fault)
            : AnswerAsync(owner, acts, acts.ClaimAsync(owner, claimed!, http));
    }

    private static Task<IResult> ReleaseAsync(string name, NameBody body, DeploymentActs acts, HttpContext http)
    {
        var (owner, claimed) = (FleetLinks.NameIn(name), Entered(body.Name));
        return FaultOfWord("The name", claimed) is { } fault
            ? Invalid("name_not_valid", fault)
            : AnswerAsync(owner, acts, acts.ReleaseAsync(owner, claimed!, http));
    }

    private static Task<IResult> RetireAsync(string name, RetireBody body, DeploymentActs acts, HttpContext http)
    {
        var reason = Entered(body.Reason);
        return First(reason is null ? "Say why." : null, FaultOfText("The reason", reason, ProseMax)) is { } fault
            ? Invalid("reason_not_valid", fault)
            : RunAsync(name, new RetireDeployment(http.User.Actor(), reason!).Decide, acts, http);
    }

    private static Task<IResult> RunAsync(
        string name, Func<Deployment, Decision<DeploymentEvent>> decide, DeploymentActs acts, HttpContext http)
    {
        var whose = FleetLinks.NameIn(name);
        return AnswerAsync(whose, acts, acts.RunAsync(whose, decide, http));
    }

    private static async Task<IResult> AnswerAsync(
        string name, DeploymentActs acts, Task<Outcome<Deployment>> committing)
    {
        var id = acts.IdOf(name).Value;
        return (await committing).Match(
            done => Results.Ok(new { id, name, position = done.Position }),
            same => Results.Ok(new { id, name, position = same.Position }),
            refusal => Problems.Refused(refusal));
    }

    private static Task<IResult> Invalid(string code, string fault) => Task.FromResult(Problems.Invalid(code, fault));

    internal sealed record NameBody(string? Name);

    internal sealed record StableBody(string? Version);

    internal sealed record RetireBody(string? Reason);
}
