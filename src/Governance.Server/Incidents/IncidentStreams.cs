using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents;

/// <summary>How incidents are named and folded.</summary>
public static class IncidentStreams
{
    /// <summary>Stream <c>incident-{id}</c>.</summary>
    public static StreamOf<Incident, IncidentEvent> Incident { get; } =
        new("incident", Domain.Incidents.Incident.Initial, Domain.Incidents.Incident.Evolve);

    /// <summary>The incident whose stream a fact lies in.</summary>
    public static IncidentId IncidentOf(Fact fact) => new(fact.IdIn(Incident.Prefix));
}
