using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;
using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// How an incident comes to its end, and back: <c>contain {evidence}</c>, <c>dismiss {code, reason, verdict}</c>,
/// <c>reopen {reason}</c>, <c>publish-review {findings}</c>, <c>waive {item, reason}</c>, <c>close {verdict?,
/// reason?}</c>.
/// </summary>
internal static class EndingEndpoints
{
    internal static void MapEnding(this IEndpointRouteBuilder routes)
    {
        routes.MapAct<ContainBody>("contain", Permission.HandleIncident, (body, http) =>
            IncidentActs.On(new ContainIncident(http.User.Actor(), ActRoutes.Prose(body.Evidence)).Decide));
        routes.MapAct<DismissBody>("dismiss", Permission.LowerSeverity, Dismiss);
        routes.MapAct<ReopenBody>("reopen", Permission.HandleIncident, (body, http) =>
            IncidentActs.On(new ReopenIncident(
                http.User.Actor(), ActRoutes.Prose(body.Reason), http.User.May(Permission.LowerSeverity)).Decide));
        routes.MapAct<ReviewBody>("publish-review", Permission.HandleIncident, (body, http) =>
            IncidentActs.On(new PublishReview(http.User.Actor(), ActRoutes.Prose(body.Findings)).Decide));
        routes.MapAct<WaiveBody>("waive", Permission.LowerSeverity, (body, http) =>
            ActRoutes.Word<CloseItem>(body.Item) is { } item
                ? IncidentActs.On(new WaiveCloseItem(item, http.User.Actor(), ActRoutes.Prose(body.Reason)).Decide)
                : Refused(WordUnknown.Of<CloseItem>("item")));
        routes.MapAct<CloseBody>("close", Permission.HandleIncident, Close);
    }

    private static Act Dismiss(DismissBody body, HttpContext http)
    {
        if (ActRoutes.Word<DismissReason>(body.Code) is not { } code)
        {
            return Refused(WordUnknown.Of<DismissReason>("code"));
        }

        if (!string.IsNullOrEmpty(body.Verdict) && ActRoutes.Word<Disposition>(body.Verdict) is null)
        {
            return Refused(WordUnknown.Of<Disposition>("verdict"));
        }

        var verdict = ActRoutes.Word<Disposition>(body.Verdict);
        var (by, reason) = (http.User.Actor(), ActRoutes.Prose(body.Reason));
        return async from =>
        {
            var findings = await SignalVerdict.ReadAsync(from, from.State);
            return new Plan<IncidentEvent>(
                new DismissIncident(by, code, reason, verdict).Decide(from.State, from.Now),
                SignalVerdict.Judge(findings, verdict, by, reason, from.Now));
        };
    }

    /// <summary>A verdict that comes with the closing is one thing less that is missing.</summary>
    private static Act Close(CloseBody body, HttpContext http)
    {
        var verdict = ActRoutes.Word<Disposition>(body.Verdict);
        var by = http.User.Actor();
        return async from =>
        {
            var findings = await SignalVerdict.ReadAsync(from, from.State);
            var around = await SurroundingGaps.ReadAsync(from, (string)http.GetRouteValue("id")!);
            return new Plan<IncidentEvent>(
                new CloseIncident(by, [.. verdict is null ? SignalVerdict.GapsOf(findings) : [], .. around])
                    .Decide(from.State, from.Now),
                SignalVerdict.Judge(findings, verdict, by, ActRoutes.Prose(body.Reason), from.Now));
        };
    }

    private static Act Refused(Refusal refusal) => _ => new(refusal);

    internal sealed record ContainBody(string? Evidence);

    internal sealed record DismissBody(string? Code, string? Reason, string? Verdict);

    internal sealed record ReopenBody(string? Reason);

    internal sealed record ReviewBody(string? Findings);

    internal sealed record WaiveBody(string? Item, string? Reason);

    internal sealed record CloseBody(string? Verdict, string? Reason);
}
