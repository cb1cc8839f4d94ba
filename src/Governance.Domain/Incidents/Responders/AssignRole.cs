namespace Governance.Domain.Incidents.Responders;

/// <summary>Gives somebody a role in the incident.</summary>
public sealed record AssignRole(IncidentRole Role, PersonId Person, Actor By)
{
    /// <summary>
    /// There is one commander at a time: a second one takes over by a handover. In a grave incident the commander
    /// neither investigates nor writes. What is closed or dismissed has no roles to give.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved && !incident.Status.IsUnfinished())
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (incident.Roles.Contains(new RoleHeld(Role, Person)))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (Role is IncidentRole.Commander && incident.Commander is not null)
        {
            return new HandoverNeeded();
        }

        if (incident.ConflictOf(Person, Role) is { } held)
        {
            return new RolesConflict(held, Role);
        }

        return incident.Roles.Count < IncidentRoles.HeldMax
            ? Decision.Append<IncidentEvent>(new IncidentEvent.RoleAssigned(Role, Person, By))
            : new TooManyRoles();
    }
}

/// <summary>Takes a role back.</summary>
public sealed record ReleaseRole(IncidentRole Role, PersonId Person, Actor By)
{
    /// <summary>Whoever commands a grave incident that is open stays until somebody else accepts it.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.Roles.Contains(new RoleHeld(Role, Person)))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        return Role is IncidentRole.Commander && incident is { IsUnresolved: true, Severity: <= Severity.Sev2 }
            ? new HandoverNeeded()
            : Decision.Append<IncidentEvent>(new IncidentEvent.RoleReleased(Role, Person, By));
    }
}
