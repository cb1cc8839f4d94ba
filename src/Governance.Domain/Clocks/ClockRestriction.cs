using Governance.Domain.Fleet;

namespace Governance.Domain.Clocks;

/// <summary>
/// What an incident's clocks mean for its deployment, written in the commit of the clocks' own facts: while a report is
/// owed, nobody gives more traffic to what it is about.
/// </summary>
public static class ClockRestriction
{
    /// <summary>The first running clock restricts, the end of the last one releases; null for no change.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="version">The version that it is about; null for the whole deployment.</param>
    public static DeploymentEvent? Of(
        IncidentId incident, ModelVersion? version, RegulatoryClocks before, RegulatoryClocks after) =>
        (before.AnyRunning, after.AnyRunning) switch
        {
            (false, true) => new DeploymentEvent.Restricted(RestrictionCause.Clock, incident.Value, version),
            (true, false) => new DeploymentEvent.Released(RestrictionCause.Clock, incident.Value),
            _ => null,
        };
}
