using Governance.Domain.Intake.Privacy;
using Governance.Server.Access;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Privacy.Drops;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// /privacy: what of people is kept, and for how long. POST /api/privacy/pseudonym-keys <c>{reason}</c> begins a new
/// key: 201 <c>{generation, position}</c>. GET /api/privacy/drops[?deployment=NAME] lists what was not kept.
/// </summary>
internal static class PrivacyEndpoints
{
    private const string Path = "/privacy";

    internal static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/pseudonym-keys", RotateByFormAsync).RequirePermission(Permission.KeepPrivacy);
        routes.MapPost("/api/privacy/pseudonym-keys", RotateAsync).RequirePermission(Permission.KeepPrivacy);
        routes.MapContent();
        routes.MapGet("/api/privacy/drops", DropsAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ShowAsync(
        PseudonymActs acts, PrivacySettings settings, ActorNames actors, DropTable drops,
        ContentConsents consents, CancellationToken ct)
    {
        var history = await acts.HistoryAsync(ct);
        var nameOf = await actors.ReadAsync(ct);
        return PrivacyPage.With(new PrivacyView(
            [
                .. history.Generations.Reverse().Take(PrivacyView.KeysMax)
                    .Select(key => new PseudonymKeyRow(key, nameOf(key.By.Id), acts.KeptUntil(history, key))),
            ],
            new PrivacyDays(settings.PseudonymKeyDays, settings.PseudonymKeptDays),
            await drops.ReadAsync(deployment: null, ct),
            [.. (await consents.RefreshAsync(ct)).Select(one => one with { By = nameOf(one.By) ?? one.By })]));
    }

    private static async Task<IResult> DropsAsync(
        string? deployment, DropTable drops, InstallationKey key, CancellationToken ct) =>
        Results.Ok((await drops.ReadAsync(deployment is null ? null : key.DeploymentOf(deployment), ct)).Select(drop =>
            new
            {
                Deployment = drop.Deployment.Value,
                drop.Sender,
                drop.Reason,
                Name = drop.Name.Length == 0 ? null : drop.Name,
                drop.Count,
                drop.LastAt,
            }));

    private static async Task<IResult> RotateByFormAsync(
        [FromForm] string? reason, PseudonymActs acts, Flash flash, HttpContext http)
    {
        var outcome = await acts.RotateAsync(http.User.Actor(), reason ?? "", http.RequestAborted);
        if (outcome.Refusal is { } refusal)
            return Problems.Refused(refusal);
        flash.Say("Pseudonyms are made under a new key from now on.");
        return Acts.SeeOther(Path);
    }

    private static async Task<IResult> RotateAsync(ReasonBody body, PseudonymActs acts, HttpContext http)
    {
        var outcome = await acts.RotateAsync(http.User.Actor(), body.Reason ?? "", http.RequestAborted);
        return outcome.Match(
            done => Results.Created(Path, new { Generation = done.State.Latest, done.Position }),
            same => Results.Ok(new { Generation = same.State.Latest, same.Position }),
            refusal => Problems.Refused(refusal));
    }

    /// <summary>Why, in the caller's words.</summary>
    internal sealed record ReasonBody(string? Reason);
}
