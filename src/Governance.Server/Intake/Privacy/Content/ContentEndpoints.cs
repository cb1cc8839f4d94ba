using System.Text.Json;
using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>
/// POST /privacy/content allows, …/{id}/end ends, POST /privacy/erase erases a person's; /content/{address} tells who
/// has read an observation's content, and a POST there reads it.
/// </summary>
internal static class ContentEndpoints
{
    private const string Privacy = "/privacy";

    internal static void MapContent(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Privacy}/content", AllowAsync).RequirePermission(Permission.KeepPrivacy);
        routes.MapPost($"{Privacy}/content/{{id}}/end", EndAsync).RequirePermission(Permission.KeepPrivacy);
        routes.MapPost($"{Privacy}/erase", EraseAsync).RequirePermission(Permission.KeepPrivacy);
        routes.MapGet("/content/{address}", ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost("/content/{address}", RevealAsync).RequirePermission(Permission.RevealContent);
    }

    private static async Task<IResult> AllowAsync(
        [FromForm] string? deployment, [FromForm] int days, [FromForm] string? reason, ContentActs acts,
        PrivacySettings settings, Flash flash, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(deployment))
            return Problems.Invalid("deployment_missing", "Say whose content is to be kept.");
        if (days > settings.PseudonymKeptDays)
        {
            return Problems.Invalid(
                "content_outlives_keys",
                $"Old keys of pseudonyms are kept for {settings.PseudonymKeptDays} days, and without them a person's "
                + "content cannot be found to be erased.");
        }
        return Answer(
            await acts.AllowAsync(deployment, days, http.User.Actor(), reason ?? "", http.RequestAborted),
            flash,
            $"Content of {deployment} is kept from now on.");
    }

    private static async Task<IResult> EndAsync(
        string id, [FromForm] string? reason, ContentActs acts, Flash flash, HttpContext http) => Answer(
            await acts.EndAsync(new DeploymentId(id), http.User.Actor(), reason ?? "", http.RequestAborted),
            flash,
            "No content is kept any more; what was kept is being erased.");

    private static async Task<IResult> EraseAsync(
        [FromForm] string? user, [FromForm] string? reason, ContentActs acts, Flash flash, HttpContext http)
    {
        if (string.IsNullOrWhiteSpace(user))
            return Problems.Invalid("user_missing", "Say whose content is to be erased.");
        return Answer(
            await acts.EraseAsync(user, http.User.Actor(), reason ?? "", http.RequestAborted),
            flash,
            "Whatever was kept of what they said is erased.");
    }

    private static async Task<IResult> ShowAsync(
        string address, ContentTable table, ContentActs acts, ContentVault vault, ActorNames actors,
        CancellationToken ct) =>
        await FindAsync(address, table, ct) is not { } found
            ? Problems.NotFound("content of such an observation")
            : ContentPage.With(await ViewAsync(found, acts, actors, vault.Open(found.Content.Box) is null, null, ct));

    private static async Task<IResult> RevealAsync(
        string address, [FromForm] string? reason, ContentTable table, ContentActs acts, ActorNames actors,
        HttpContext http)
    {
        var ct = http.RequestAborted;
        if (await FindAsync(address, table, ct) is not { } found)
            return Problems.NotFound("content of such an observation");
        var (outcome, content) = await acts.RevealAsync(
            found.Deployment, found.Address, found.Content, http.User.Actor(), reason ?? "", ct);
        if (outcome.Refusal is { } refusal)
            return Problems.Refused(refusal);
        http.Response.Headers.CacheControl = "no-store";
        return ContentPage.With(await ViewAsync(found, acts, actors, content is null, content, ct));
    }

    private static async Task<Found?> FindAsync(string address, ContentTable table, CancellationToken ct) =>
        ObservationAddress.TryParse(address, out var at) && await table.FindAsync(at, ct) is { } row
            ? new Found(at, row.Deployment, row.Content)
            : null;

    private static async Task<ContentView> ViewAsync(
        Found found, ContentActs acts, ActorNames actors, bool isErased, string? content, CancellationToken ct)
    {
        var keeping = await acts.ReadAsync(found.Deployment, ct);
        var nameOf = await actors.ReadAsync(ct);
        return new ContentView(
            found.Address,
            found.Content.Day,
            isErased,
            [
                .. keeping.Reveals.Where(reveal => reveal.Address == found.Address).Reverse()
                    .Select(reveal => new RevealRow(nameOf(reveal.By.Id), reveal.Reason, reveal.At)),
            ],
            content is null ? null : TextsOf(content));
    }

    /// <summary>One name may have come several times.</summary>
    private static List<KeyValuePair<string, string>> TextsOf(string content)
    {
        using var json = JsonDocument.Parse(content);
        return
        [
            .. json.RootElement.EnumerateObject()
                .Select(text => KeyValuePair.Create(text.Name, text.Value.GetString() ?? "")),
        ];
    }

    private static IResult Answer<TState>(Outcome<TState> outcome, Flash flash, string said)
    {
        if (outcome.Refusal is { } refusal)
            return Problems.Refused(refusal);
        flash.Say(said);
        return Acts.SeeOther(Privacy);
    }

    private sealed record Found(ObservationAddress Address, DeploymentId Deployment, SealedContent Content);
}
