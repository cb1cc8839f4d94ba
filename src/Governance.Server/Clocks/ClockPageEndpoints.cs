using System.Text;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Server.Access;
using Governance.Server.Clocks.Owed;
using Governance.Server.Clocks.Reports;
using Governance.Server.Clocks.Wall;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Markdig;

namespace Governance.Server.Clocks;

/// <summary>The clock wall, an incident's clocks, a report, and the same for programs.</summary>
internal static class ClockPageEndpoints
{
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().DisableHtml().Build();

    internal static void MapClockPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ClockStreams.Wall, async (HttpContext http, WallReader wall, FoldRunner folds) =>
        {
            await http.SeenAsync(folds.WaitForAsync);
            return WallPage.With(wall.Read());
        }).RequirePermission(Permission.Read);
        routes.MapGet("/clocks/rows", (ClockRules rules) => RowsPage.With(rules.Pack))
            .RequirePermission(Permission.Read);
        routes.MapGet("/incidents/{id}/clocks", PageAsync).RequirePermission(Permission.Read);
        routes.MapGet("/incidents/{id}/clocks/{clock}/report", ReportAsync).RequirePermission(Permission.Read);
        routes.MapGet("/incidents/{id}/clocks/{clock}/report.md", MarkdownAsync).RequirePermission(Permission.Export);
        routes.MapGet("/api/clocks", (WallReader wall) => wall.Read().Rows
            .Select(row => Body(row.Incident, row.Clock))).RequirePermission(Permission.Read);
        routes.MapGet("/api/clocks/rows", (ClockRules rules) => rules.Pack).RequirePermission(Permission.Read);
        routes.MapGet("/api/incidents/{id}/clocks", ForProgramAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> PageAsync(
        string id, long? asOf, ReportReader reader, ClockRules rules, ActorNames names, HttpContext http) =>
        await reader.ReadAsync(new(id), asOf, http.RequestAborted) is { } dossier
            ? ClocksPage.With(new ClocksView(
                dossier, rules.Pack, rules.Standing, asOf, await names.ReadAsync(http.RequestAborted)))
            : Problems.NotFound("incident of that id");

    private static async Task<IResult> ReportAsync(
        string id, string clock, ReportReader reader, ActorNames names, HttpContext http)
    {
        var dossier = await reader.ReadAsync(new(id), null, http.RequestAborted);
        if (dossier?.DraftOf(clock) is not { } now)
            return Problems.NotFound("such clock");
        var found = dossier.Clocks.Find(clock)!;
        var html = Markdown.ToHtml(found.Draft?.Text ?? now.Text, s_markdown);
        return ReportPage.With(new ReportView(
            dossier, found, html, now, await names.ReadAsync(http.RequestAborted)));
    }

    private static async Task<IResult> MarkdownAsync(
        string id, string clock, ReportReader reader, HttpContext http)
    {
        var dossier = await reader.ReadAsync(new(id), null, http.RequestAborted);
        return dossier?.DraftOf(clock) is { } now
            ? Results.File(
                Encoding.UTF8.GetBytes(dossier.Clocks.Find(clock)!.Draft?.Text ?? now.Text),
                "text/markdown; charset=utf-8",
                $"{dossier.Name}-{clock}.md")
            : Problems.NotFound("such clock");
    }

    private static async Task<IResult> ForProgramAsync(
        string id, long? asOf, ReportReader reader, HttpContext http) =>
        await reader.ReadAsync(new(id), asOf, http.RequestAborted) is { } dossier
            ? Results.Ok(new
            {
                id,
                name = dossier.Name,
                classification = dossier.Clocks.Classified?.Classification,
                circumstances = dossier.Clocks.Classified?.Circumstances ?? [],
                awareAt = dossier.Clocks.AwareAt,
                corrections = dossier.Clocks.Corrections.Select(one => new { one.From, one.To, one.Reason }),
                verdicts = dossier.Clocks.Verdicts,
                clocks = dossier.Clocks.Clocks.Select(clock => Body(new IncidentId(id), clock)),
            })
            : Problems.NotFound("incident of that id");

    private static object Body(IncidentId incident, Clock clock) => new
    {
        incident = incident.Value,
        clock = clock.Started.Clock,
        title = clock.Started.Title,
        recipient = clock.Started.Recipient,
        status = clock.Status,
        startAt = clock.StartAt,
        strictDueAt = clock.StrictDueAt,
        legalLatestAt = clock.LegalLatestAt,
        earlierDues = clock.EarlierDues,
        overdue = clock.IsOverdue,
        draftDigest = clock.Draft?.Digest,
        sentAt = clock.Submission?.SentAt,
    };
}
