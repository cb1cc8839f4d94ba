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
        var own = facts.Select(fact => DeploymentRestriction.Of(id, after, fact)).OfType<DeploymentEvent>()
            .Select(fact => (Deployment: after.Declaration!.Deployment!.Value, Fact: fact));
        var absorbed = facts.SelectMany(fact => DeploymentRestriction.OfAbsorbed(after, fact));
        return new Effects
        {
            Also =
            [
                .. own.Concat(absorbed).GroupBy(one => one.Deployment, one => one.Fact).Select(
                    one => FactsTo.Any(s_deployment, one.Key.Value, [.. one])),
            ],
            Arm = [.. facts.Select(fact => ResponderTimers.Of(id, fact)).OfType<TimerToArm>()],
        };
    }
}
