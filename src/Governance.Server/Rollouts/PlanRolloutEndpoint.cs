using System.Security.Cryptography;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Access;
using Governance.Server.Fleet;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Rollouts;

/// <summary>
/// POST /api/rollouts <c>{deployment, candidate, stages: [{percent, soakSeconds, minObservations}], advance?}</c> lays
/// a plan before a second person. 201 <c>{id, planDigest, position}</c>; 409 with a code when a rule is broken.
/// </summary>
internal static class PlanRolloutEndpoint
{
    /// <summary>Bytes of a rollout's id.</summary>
    private const int IdBytes = 8;

    internal static void MapPlanRollout(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/rollouts", PlanAsync).RequirePermission(Permission.ProposeRollout);

    private static async Task<IResult> PlanAsync(
        PlanBody body, RolloutActs acts, InstallationKey key, HttpContext http)
    {
        var (id, outcome) = await CommitAsync(body, acts, key, http);
        return outcome is null
            ? Problems.Invalid(
                "rollout_not_valid", "A rollout names a deployment and a candidate version, and no stage is null.")
            : outcome.Match(
                done => Results.Created(
                    RolloutStreams.PageOf(id),
                    new { id = id.Value, planDigest = done.State.PlanDigest, position = done.Position }),
                same => Results.Ok(
                    new { id = id.Value, planDigest = same.State.PlanDigest, position = same.Position }),
                refusal => Problems.Refused(refusal));
    }

    /// <summary>Commits a plan, from a program or a page; no outcome when the body names nothing to plan.</summary>
    internal static async Task<(RolloutId Id, Outcome<Rollout>? Outcome)> CommitAsync(
        PlanBody body, RolloutActs acts, InstallationKey key, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(body.Deployment)
            || string.IsNullOrWhiteSpace(body.Candidate)
            || body.Stages?.Contains(null!) is true)
        {
            return default;
        }

        var draft = new PlanDraft(
            key.DeploymentOf(body.Deployment),
            body.Deployment,
            new ModelVersion(body.Candidate),
            body.Stages ?? DefaultStages,
            body.Advance ?? AdvanceMode.Manual);
        var id = new RolloutId(RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true));
        var by = http.User.Actor();
        return (id, await acts.CommitAsync(
            id, from => DecideAsync(id, draft, by, acts, from), by, http.RequestAborted));
    }

    private static async ValueTask<Plan<RolloutEvent>> DecideAsync(
        RolloutId id, PlanDraft draft, Actor by, RolloutActs acts, Deciding<Rollout> from)
    {
        var deployment = await from.ReadAsync(FleetStreams.Deployment, draft.Deployment.Value);
        if (Missing(draft, deployment) is { } refusal)
        {
            return refusal;
        }

        var plan = draft.Complete(deployment);
        var command = new PlanRollout(id, plan, PlanDraft.DigestOf(plan), by.Who);
        return acts.Join(id, from, command.Decide(from.State, deployment, from.Now));
    }

    // A plan cannot even be written down without these.
    private static Refusal? Missing(PlanDraft draft, Deployment deployment) =>
        deployment.Status is not DeploymentStatus.Registered ? new DeploymentNotRegistered(draft.DeploymentName)
        : deployment.Stable is null ? new StableVersionMissing()
        : null;

    /// <summary>One, ten and a hundred percent.</summary>
    internal static IReadOnlyList<Stage> DefaultStages { get; } =
        [new(1, 3_600, 500), new(10, 3_600, 2_000), new(100, 3_600, 2_000)];

    internal sealed record PlanBody(
        string? Deployment, string? Candidate, IReadOnlyList<Stage>? Stages, AdvanceMode? Advance);
}
