using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Messaging.Timers;
using Governance.Server.Incidents.Acts;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents;

/// <summary>
/// What joins an incident's facts in their commit: the restriction or release of its deployment, and timers.
/// </summary>
internal static class IncidentEffects
{
    private static readonly StreamOf<Deployment, DeploymentEvent> s_deployment =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    /// <summary>Effects by the state after the facts, as <see cref="Transactor"/> asks for them.</summary>
    internal static Func<Incident, IReadOnlyList<IncidentEvent>, Effects> Of(IncidentId id) =>
        (after, facts) => Of(id, after, facts);

    /// <summary>Effects of facts decided on <paramref name="before"/>.</summary>
    internal static Effects Of(IncidentId id, Incident before, Decision<IncidentEvent> decision) =>
        Of(id, decision.Events.Aggregate(before, Incident.Evolve), decision.Events);

    private static Effects Of(IncidentId id, Incident after, IReadOnlyList<IncidentEvent> facts)
    {
        DeploymentEvent[] restrictions = [.. facts
            .Select(fact => DeploymentRestriction.Of(id, after, fact))
            .OfType<DeploymentEvent>()];
        var waits = new Effects { Arm = [.. facts.Select(fact => ResponderTimers.Of(id, fact)).OfType<TimerToArm>()] };
        return restrictions.Length == 0 || after.Declaration?.Deployment is not { } deployment
            ? waits
            : waits with { Also = [FactsTo.Any(s_deployment, deployment.Value, restrictions)] };
    }
}
