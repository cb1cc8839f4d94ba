using System.Text.Json;
using Governance.Domain;
using Governance.EventSourcing.Projections;
using Governance.Server.Access;
using Governance.Server.Behaviour.Index;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Behaviour.Pages;

/// <summary>The search, as a page and for programs.</summary>
internal static class SearchEndpoints
{
    /// <summary>Observations in one answer of the API.</summary>
    private const int LimitMax = 500;

    /// <summary>A page that waits longer for the projection shows what there is.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    internal static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(BehaviourLinks.Search, ShowAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/behaviour", ListAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ShowAsync(
        string? q, string? below, HttpContext http, BehaviourSearch search, ProjectionDaemon projections,
        TimeProvider clock)
    {
        await http.SeenAsync((position, ct) => projections.WaitForNonStaleProjectionDataAsync(
            SegmentIndex.ProjectionName, position, s_patience, ct));
        var text = q?.Trim() ?? "";
        var question = Tokens.Parse(text, clock.GetUtcNow());
        if (question.Address is { } address)
            return Results.LocalRedirect(BehaviourLinks.Observation(address));
        if (question.NotUnderstood.Count > 0)
            return SearchPage.With(SearchView.NotAsked(text, question));
        var (found, run) = await search.TakeAsync(
            question, SearchView.PageSize + 1, http.RequestAborted, BelowIn(below));
        return SearchPage.With(SearchView.Of(text, found, run));
    }

    private static async Task<IResult> ListAsync(
        string? q, string? below, int? limit, BehaviourSearch search, TimeProvider clock, CancellationToken ct)
    {
        var question = Tokens.Parse(q, clock.GetUtcNow());
        if (Unreadable(question) is { } unreadable)
            return unreadable;
        if (!string.IsNullOrEmpty(below) && BelowIn(below) is null)
            return Problems.Invalid("cursor_unreadable", "below is an address, as goOnBelow of the page before.");
        var wanted = Math.Clamp(limit ?? SearchView.PageSize, 1, LimitMax);
        var (found, run) = await search.TakeAsync(question, wanted + 1, ct, BelowIn(below));
        var shown = found.Take(wanted).ToList();
        return Results.Ok(new
        {
            observations = shown.Select(one => new
            {
                address = one.Address,
                deployment = one.Name,
                one.RecordedAt,
                observation = JsonSerializer.Deserialize<JsonElement>(one.Line.Span),
            }),
            goOnBelow = found.Count > wanted ? shown[^1].Address : run.GoOnBelow,
            isComplete = found.Count <= wanted && run.GoOnBelow is null,
            segments = new { run.Opened, run.Skipped, run.Retired, run.Damaged },
        });
    }

    /// <summary>The answer to a question that cannot be asked of many observations; null when it can.</summary>
    internal static IResult? Unreadable(Question question) => question switch
    {
        { NotUnderstood.Count: > 0 } => Problems.Invalid(
            "question_unreadable", $"Cannot be read: {string.Join(", ", question.NotUnderstood)}."),
        { Address: not null } => Problems.Invalid(
            "question_unreadable", "An address asks for one observation; read it by its address."),
        _ => null,
    };

    private static ObservationAddress? BelowIn(string? text) =>
        ObservationAddress.TryParse(text ?? "", out var address) ? address : null;
}
