using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Severities;
using Governance.Server.Access;
using Governance.Server.Clocks;
using Governance.Server.Incidents.Queue;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// What makes an incident as severe as it is: <c>assess {impact, exposure, ongoing, vulnerable, safeguard, evasion}</c>
/// by the matrix, <c>lower {severity, reason}</c> by an officer.
/// </summary>
internal static class SeverityEndpoints
{
    internal static void MapSeverity(this IEndpointRouteBuilder routes)
    {
        routes.MapAct<AssessBody>("assess", Permission.HandleIncident, Assess);
        routes.MapAct<LowerBody>("lower", Permission.LowerSeverity, (body, http) =>
            SeverityWords.TryParse(body.Severity, out var severity)
                ? Lower(new(severity, http.User.Actor(), ActRoutes.Prose(body.Reason)), http)
                : _ => new(WordUnknown.Of<Domain.Severity>("severity")));
    }

    /// <summary>While a report is owed, the first officer's wish is recorded and another one's lowers.</summary>
    private static Act Lower(LowerSeverity lower, HttpContext http) => async from =>
    {
        var id = (string)http.GetRouteValue("id")!;
        var clocks = await from.ReadAsync(ClockStreams.Clocks, id);
        var decision = lower.Decide(from.State, from.Now);
        if (decision.Events.Count == 0 || clocks.MayLower(lower.To, lower.By))
        {
            return decision;
        }

        var asked = new AskToLower(lower.To, lower.Reason, lower.By).Decide(clocks, from.Now);
        return asked.Refusal is { } refusal
            ? refusal
            : new Plan<IncidentEvent>(
                Decision.Nothing<IncidentEvent>(), Effects.Of(ClockStreams.Clocks, id, new(asked)));
    };

    /// <summary>What is left out is not known, and counts as the worst.</summary>
    private static Act Assess(AssessBody body, HttpContext http)
    {
        if (IsUnknown<Impact>(body.Impact))
            return _ => new(WordUnknown.Of<Impact>("impact"));
        if (IsUnknown<Exposure>(body.Exposure))
            return _ => new(WordUnknown.Of<Exposure>("exposure"));
        var harm = new Harm(ActRoutes.Word<Impact>(body.Impact), ActRoutes.Word<Exposure>(body.Exposure))
        {
            IsOngoing = IsTicked(body.Ongoing),
            HitsVulnerable = IsTicked(body.Vulnerable),
            SafeguardFailed = IsTicked(body.Safeguard),
            ShowsEvasion = IsTicked(body.Evasion),
        };
        return IncidentActs.On(new AssessSeverity(harm, SeverityMatrix.Shipped, http.User.Actor()).Decide);
    }

    /// <summary>A word that nobody knows is a mistake, not an unknown harm.</summary>
    private static bool IsUnknown<TWord>(string? said)
        where TWord : struct, Enum => !string.IsNullOrEmpty(said) && ActRoutes.Word<TWord>(said) is null;

    /// <summary>A browser sends <c>on</c> for a ticked box and nothing for another.</summary>
    private static bool IsTicked(string? box) => box is "on" or "true";

    /// <param name="Impact">none, limited, significant, serious or catastrophic.</param>
    /// <param name="Exposure">one, segment, many or public.</param>
    internal sealed record AssessBody(
        string? Impact, string? Exposure, string? Ongoing, string? Vulnerable, string? Safeguard, string? Evasion);

    internal sealed record LowerBody(string? Severity, string? Reason);
}
