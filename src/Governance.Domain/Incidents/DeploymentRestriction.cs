using Governance.Domain.Fleet;
using Governance.Domain.Incidents.Merging;

namespace Governance.Domain.Incidents;

/// <summary>
/// What an incident means for its deployment. Written in the commit of the incident's own fact, so that an advance
/// which guards the deployment's stream can never slip between the two.
/// </summary>
public static class DeploymentRestriction
{
    /// <summary>The mildest severity that still forbids an advance: medium.</summary>
    public const Severity Mildest = Severity.Sev3;

    /// <summary>
    /// An unresolved incident that is medium or worse restricts its deployment, or only the version it is about; its
    /// end, or an officer who holds it for milder, releases it. Null when this fact changes nothing.
    /// </summary>
    /// <param name="id">The incident.</param>
    /// <param name="after">The incident after the fact.</param>
    /// <param name="fact">The fact.</param>
    public static DeploymentEvent? Of(IncidentId id, Incident after, IncidentEvent fact)
    {
        if (after.Declaration?.Deployment is null)
        {
            return null;
        }

        return fact switch
        {
            IncidentEvent.IncidentDeclared when Restricts(after.Severity) => Restricted(id, after),
            IncidentEvent.IncidentReopened reopened when Restricts(reopened.Severity) => Restricted(id, after),
            IncidentEvent.IncidentUnmerged unmerged when Restricts(unmerged.Severity) => Restricted(id, after),
            IncidentEvent.SeverityRaised raised when Restricts(raised.To) && !Restricts(raised.From) =>
                Restricted(id, after),
            IncidentEvent.SeverityLowered lowered when Restricts(lowered.From) && !Restricts(lowered.To) =>
                Released(id),
            IncidentEvent.IncidentResolved or IncidentEvent.IncidentDismissed when Restricts(after.Severity) =>
                Released(id),
            _ => null,
        };
    }

    /// <summary>
    /// What a fact means for the deployments of the incidents that became part of this one: their restrictions stand
    /// until it is over, and again when it is reopened.
    /// </summary>
    public static IEnumerable<(DeploymentId Deployment, DeploymentEvent Fact)> OfAbsorbed(
        Incident after, IncidentEvent fact)
    {
        ArgumentNullException.ThrowIfNull(after);
        foreach (var one in after.Absorbed.Where(one => Restricts(one.Severity)))
        {
            if (one.Deployment is { } deployment && Again(one, fact) is { } meant)
            {
                yield return (deployment, meant);
            }
        }
    }

    private static DeploymentEvent? Again(AbsorbedIncident absorbed, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentResolved or IncidentEvent.IncidentDismissed => Released(absorbed.Source),
        IncidentEvent.IncidentReopened => new DeploymentEvent.Restricted(
            RestrictionCause.Incident, absorbed.Source.Value, absorbed.Version),
        _ => null,
    };

    private static bool Restricts(Severity severity) => !Mildest.IsWorseThan(severity);

    private static DeploymentEvent.Restricted Restricted(IncidentId id, Incident after) =>
        new(RestrictionCause.Incident, id.Value, after.Declaration?.Version);

    private static DeploymentEvent.Released Released(IncidentId id) => new(RestrictionCause.Incident, id.Value);
}
