using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Oversight;

/// <summary>
/// POST /api/halts <c>{deployment | rollout, reason}</c> stops at once: 201 <c>{id, position}</c>, or 200 with
/// the halt that stands already.
/// POST /api/halts/{id}/reenable <c>{reason}</c>, by two different people, lets it serve again.
/// </summary>
internal static class HaltEndpoints
{
    /// <summary>Longest reason that is kept.</summary>
    private const int ReasonMax = 2_000;

    internal static void MapHalts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/halts", OrderAsync).RequirePermission(Permission.Halt);
        routes.MapPost("/api/halts/{id}/reenable", ReenableAsync).RequirePermission(Permission.ReEnable);
    }

    private static async Task<IResult> OrderAsync(
        HaltBody body, HaltActs acts, Transactor transactor, InstallationKey key, HttpContext http)
    {
        if (Problems.Unexplained(body.Reason) is { } unexplained)
        {
            return unexplained;
        }

        if (string.IsNullOrWhiteSpace(body.Deployment) == string.IsNullOrWhiteSpace(body.Rollout))
        {
            return Problems.Invalid("halt_not_valid", "Name either a deployment or a rollout to stop.");
        }

        var (deployment, name, rollout) = (default(DeploymentId), body.Deployment, default(RolloutId?));
        if (body.Rollout is { } id)
        {
            var (state, _, _) = await transactor.ReadAsync(RolloutStreams.Rollout, id, http.RequestAborted);
            if (state.Plan is not { } plan)
            {
                return Problems.NotFound("rollout of that id");
            }

            (deployment, name, rollout) = (plan.Deployment, plan.DeploymentName, new RolloutId(id));
        }
        else
        {
            deployment = key.DeploymentOf(name!);
        }

        var ordered = await acts.OrderAsync(
            deployment, name!, rollout, http.User.Actor(), Kept(body.Reason), http.RequestAborted);
        if (ordered is null)
        {
            return DeploymentUnknown(name!);
        }

        var receipt = new { id = ordered.Id.Value, position = ordered.Position };
        return ordered.Joined ? Results.Ok(receipt) : Results.Created(OversightStreams.PageOf(name!), receipt);
    }

    private static async Task<IResult> ReenableAsync(string id, ReasonBody body, HaltActs acts, HttpContext http)
    {
        if (Problems.Unexplained(body.Reason) is { } unexplained)
        {
            return unexplained;
        }

        var outcome = await acts.ReenableAsync(
            new HaltId(id), http.User.Actor(), Kept(body.Reason), http.RequestAborted);
        return outcome is null
            ? Problems.NotFound("halt of that id")
            : outcome.Match(
                done => Results.Ok(new { id, done.State.Status, position = done.Position }),
                same => Results.Ok(new { id, same.State.Status, position = same.Position }),
                refusal => Problems.Refused(refusal));
    }

    /// <summary>The answer to an order that would stop nothing: 422, so that who ordered it looks again.</summary>
    internal static IResult DeploymentUnknown(string name) => Problems.Invalid(
        "deployment_unknown",
        $"Nothing was halted: no deployment named {name} has streamed or was registered. Check the name.");

    /// <summary>A reason as it is kept; that there is one is known by now.</summary>
    internal static string Kept(string? reason) => reason!.Trim() is { Length: > ReasonMax } text
        ? text[..ReasonMax]
        : reason.Trim();

    internal sealed record HaltBody(string? Deployment, string? Rollout, string? Reason);

    internal sealed record ReasonBody(string? Reason);
}
