using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;
using static Governance.Server.Fleet.Registry.RegistryText;

namespace Governance.Server.Fleet.Registry;

/// <summary>The registry for people: the forms on the list of models and on a model's page.</summary>
internal static class RegistryForms
{
    internal static void MapRegistryForms(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup(FleetLinks.Models).RequirePermission(Permission.ProposeRollout);
        models.MapPost("", RegisterAsync);
        models.MapPost("/{name}/versions", RegisterVersionAsync);
        models.MapPost("/{name}/served-names", AddServedNameAsync);
        models.MapPost("/{name}/names", ClaimAsync);
        models.MapPost("/{name}/names/release", ReleaseAsync);
        models.MapPost("/{name}/retire", RetireAsync);
    }

    private static Task<IResult> RegisterAsync(
        [FromForm] string? name,
        [FromForm] string? environment,
        [FromForm] string? owner,
        [FromForm] string? tier,
        [FromForm] string? purpose,
        [FromForm] string? heartbeat,
        DeploymentActs acts,
        HttpContext http)
    {
        if (!TrySeconds(heartbeat, out var seconds))
        {
            return Invalid("deployment_not_valid", FaultOfHeartbeat(0)!);
        }

        var (command, fault) = new RegistrationBody(name, environment, owner, tier, purpose, seconds).Read();
        return command is null
            ? Invalid("deployment_not_valid", fault!)
            : AnswerAsync(command.Name, acts.RunAsync(command.Name, command.Decide, http));
    }

    private static Task<IResult> RegisterVersionAsync(
        string name,
        [FromForm] string? version,
        [FromForm] string? digest,
        [FromForm] string? parent,
        [FromForm] string? family,
        [FromForm] string? names,
        DeploymentActs acts,
        HttpContext http)
    {
        var served = (names ?? "").Split([',', '\n'], StringSplitOptions.TrimEntries);
        var (command, fault) = new VersionBody(version, digest, served, parent, family).Read(http.User.Actor().Who);
        return command is null
            ? Invalid("version_not_valid", fault!)
            : RunAsync(name, command.Decide, acts, http);
    }

    private static Task<IResult> AddServedNameAsync(
        string name,
        [FromForm] string? version,
        [FromForm] string? served,
        DeploymentActs acts,
        HttpContext http)
    {
        var (of, word) = (Entered(version), Entered(served));
        return First(FaultOfWord("The version", of), FaultOfWord("The served name", word)) is { } fault
            ? Invalid("name_not_valid", fault)
            : RunAsync(name, new AddServedName(new ModelVersion(of!), word!).Decide, acts, http);
    }

    private static Task<IResult> ClaimAsync(
        string name, [FromForm] string? claimed, DeploymentActs acts, HttpContext http)
    {
        var (owner, word) = (FleetLinks.NameIn(name), Entered(claimed));
        return FaultOfWord("The name", word) is { } fault
            ? Invalid("name_not_valid", fault)
            : AnswerAsync(owner, acts.ClaimAsync(owner, word!, http));
    }

    private static Task<IResult> ReleaseAsync(
        string name, [FromForm] string? claimed, DeploymentActs acts, HttpContext http)
    {
        var (owner, word) = (FleetLinks.NameIn(name), Entered(claimed));
        return FaultOfWord("The name", word) is { } fault
            ? Invalid("name_not_valid", fault)
            : AnswerAsync(owner, acts.ReleaseAsync(owner, word!, http));
    }

    private static Task<IResult> RetireAsync(
        string name, [FromForm] string? reason, [FromForm] string? confirm, DeploymentActs acts, HttpContext http)
    {
        var problem = Problems.Unconfirmed(confirm, FleetLinks.NameIn(name)) ?? Problems.Unexplained(reason);
        if (problem is not null)
        {
            return Task.FromResult(problem);
        }

        return FaultOfText("The reason", reason, ProseMax) is { } fault
            ? Invalid("reason_not_valid", fault)
            : RunAsync(name, new RetireDeployment(http.User.Actor(), reason!.Trim()).Decide, acts, http);
    }

    private static Task<IResult> RunAsync(
        string name, Func<Deployment, Decision<DeploymentEvent>> decide, DeploymentActs acts, HttpContext http)
    {
        var whose = FleetLinks.NameIn(name);
        return AnswerAsync(whose, acts.RunAsync(whose, decide, http));
    }

    private static async Task<IResult> AnswerAsync(string name, Task<Outcome<Deployment>> committing) =>
        (await committing).Match(
            done => Acts.SeeOther(FleetLinks.PageOf(name), done.Position),
            _ => Acts.SeeOther(FleetLinks.PageOf(name)),
            refusal => Problems.Refused(refusal));

    private static bool TrySeconds(string? text, out int? seconds)
    {
        seconds = int.TryParse(text, out var number) ? number : null;
        return seconds is not null || string.IsNullOrWhiteSpace(text);
    }

    private static Task<IResult> Invalid(string code, string fault) => Task.FromResult(Problems.Invalid(code, fault));
}
