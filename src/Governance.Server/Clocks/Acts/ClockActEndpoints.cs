using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using static Governance.Server.Clocks.Acts.ClockWordsIn;

namespace Governance.Server.Clocks.Acts;

/// <summary>
/// POST <c>/api/incidents/{id}/classification</c>, <c>…/awareness</c>, <c>…/report-points</c> and, under
/// <c>…/clocks/{clock}</c>, <c>draft</c>, <c>approval</c>, <c>submission</c>, <c>aside</c>, <c>aside/agreement</c>; the
/// same without <c>/api</c> for the page's forms.
/// </summary>
internal static class ClockActEndpoints
{
    private const string Incident = "/incidents/{id}";
    private const string Clock = Incident + "/clocks/{clock}";

    internal static void MapClockActs(this IEndpointRouteBuilder routes)
    {
        MapForPrograms(routes);
        MapForPeople(routes);
    }

    private static void MapForPrograms(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"/api{Incident}/classification", async (
            string id, ClassificationBody body, ClockActs acts, HttpContext http) =>
            await ClassifyAsync(new(id), body, acts, http, ClockAnswer.ToProgram))
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"/api{Incident}/awareness", async (
            string id, AwarenessBody body, ClockActs acts, HttpContext http) => TimeOf(body.AwareAt) is { } to
                ? ClockAnswer.ToProgram(await acts.CorrectAwarenessAsync(new(id), to, TextOf(body.Reason), http))
                : TimeUnknown)
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"/api{Incident}/report-points", async (
            string id, PointBody body, ClockActs acts, HttpContext http) => PointOf(body.Point) is { } point
                ? ClockAnswer.ToProgram(await acts.WriteAsync(new(id), point, TextOf(body.Text), http))
                : PointUnknown)
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"/api{Clock}/draft", async (string id, string clock, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToProgram(await acts.DraftAsync(new(id), clock, http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"/api{Clock}/approval", async (
            string id, string clock, ApprovalBody body, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToProgram(await acts.ApproveAsync(new(id), clock, body.Digest ?? "", http)))
            .RequirePermission(Permission.ApproveReport);
        routes.MapPost($"/api{Clock}/submission", async (
            string id, string clock, SubmissionBody body, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToProgram(await acts.SubmitAsync(
                new(id), clock, TextOf(body.Channel), TextOf(body.Receipt), TimeOf(body.SentAt), http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"/api{Clock}/aside", async (
            string id, string clock, AsideBody body, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToProgram(await acts.AskAsideAsync(new(id), clock, TextOf(body.Reason), http)))
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"/api{Clock}/aside/agreement", async (
            string id, string clock, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToProgram(await acts.SetAsideAsync(new(id), clock, http)))
            .RequirePermission(Permission.ClassifyIncident);
    }

    private static void MapForPeople(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Incident}/classification", async (
            string id, [FromForm] string? classification, [FromForm] StringValues circumstances,
            [FromForm] string? basis, ClockActs acts, HttpContext http) => await ClassifyAsync(
                new(id), new(classification, [.. circumstances.OfType<string>()], basis), acts, http,
                outcome => ClockAnswer.ToPerson(new(id), outcome)))
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"{Incident}/awareness", async (
            string id, [FromForm] string? awareAt, [FromForm] string? reason, ClockActs acts, HttpContext http) =>
            TimeOf(awareAt) is { } to
                ? ClockAnswer.ToPerson(new(id), await acts.CorrectAwarenessAsync(new(id), to, TextOf(reason), http))
                : TimeUnknown)
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"{Incident}/report-points", async (
            string id, [FromForm] string? point, [FromForm] string? text, ClockActs acts, HttpContext http) =>
            PointOf(point) is { } known
                ? ClockAnswer.ToPerson(new(id), await acts.WriteAsync(new(id), known, TextOf(text), http))
                : PointUnknown)
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Clock}/draft", async (string id, string clock, ClockActs acts, HttpContext http) =>
            ToReport(id, clock, await acts.DraftAsync(new(id), clock, http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Clock}/approval", async (
            string id, string clock, [FromForm] string? digest, ClockActs acts, HttpContext http) =>
            ToReport(id, clock, await acts.ApproveAsync(new(id), clock, digest ?? "", http)))
            .RequirePermission(Permission.ApproveReport);
        routes.MapPost($"{Clock}/submission", async (
            string id, string clock, [FromForm] string? channel, [FromForm] string? receipt, [FromForm] string? sentAt,
            ClockActs acts, HttpContext http) => ClockAnswer.ToPerson(
                new(id),
                await acts.SubmitAsync(new(id), clock, TextOf(channel), TextOf(receipt), TimeOf(sentAt), http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost($"{Clock}/aside", async (
            string id, string clock, [FromForm] string? reason, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToPerson(new(id), await acts.AskAsideAsync(new(id), clock, TextOf(reason), http)))
            .RequirePermission(Permission.ClassifyIncident);
        routes.MapPost($"{Clock}/aside/agreement", async (
            string id, string clock, ClockActs acts, HttpContext http) =>
            ClockAnswer.ToPerson(new(id), await acts.SetAsideAsync(new(id), clock, http)))
            .RequirePermission(Permission.ClassifyIncident);
    }

    private static async Task<IResult> ClassifyAsync(
        IncidentId id,
        ClassificationBody body,
        ClockActs acts,
        HttpContext http,
        Func<Pipeline.Outcome<Domain.Clocks.RegulatoryClocks>?, IResult> answer) =>
        ClassificationOf(body.Classification) is { } classification
        && CircumstancesOf(body.Circumstances) is { } circumstances
            ? answer(await acts.ClassifyAsync(id, classification, circumstances, TextOf(body.Basis), http))
            : Problems.Invalid(
                "classification_unknown",
                "Classification is undetermined, reportable or notReportable, and each circumstance one of the list.");

    private static IResult ToReport(
        string id, string clock, Pipeline.Outcome<Domain.Clocks.RegulatoryClocks>? outcome) =>
        ClockAnswer.ToPerson(new(id), outcome, ClockStreams.ReportOf(new(id), clock));

    private static IResult TimeUnknown => Problems.Invalid("time_unknown", "Give the time in UTC, as ISO 8601.");

    private static IResult PointUnknown => Problems.Invalid("point_unknown", "A report has no such point.");
}

/// <summary>What an incident is before the law.</summary>
internal sealed record ClassificationBody(string? Classification, IReadOnlyList<string>? Circumstances, string? Basis);

/// <summary>When the organisation knew, and why that is said only now.</summary>
internal sealed record AwarenessBody(string? AwareAt, string? Reason);

/// <summary>What is known on one point.</summary>
internal sealed record PointBody(string? Point, string? Text);

/// <summary>Which text is approved.</summary>
internal sealed record ApprovalBody(string? Digest);

/// <summary>How and when a report was sent; now when no time is given.</summary>
internal sealed record SubmissionBody(string? Channel, string? Receipt, string? SentAt);

/// <summary>Why a clock should not count.</summary>
internal sealed record AsideBody(string? Reason);
