namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>How far a waiver has come.</summary>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="Reason">Why it may be left undone.</param>
/// <param name="GrantedBy">The second person, or null while there is none.</param>
public sealed record CloseWaiver(Actor AskedBy, string Reason, Actor? GrantedBy);

/// <summary>Asks to close without one of the things that closing asks for, or seconds that.</summary>
public sealed record WaiveCloseItem(CloseItem Item, Actor By, string Reason)
{
    /// <summary>
    /// The first officer asks with a reason, another one grants; nobody grants what they asked for. Only what is over
    /// and not yet closed can be waived.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.Status.IsUnfinished())
        {
            return new IllegalMove(incident.Status, IncidentStatus.Closed);
        }

        return incident.Waivers.GetValueOrDefault(Item) switch
        {
            null => IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken
                ? broken
                : Decision.Append<IncidentEvent>(new IncidentEvent.CloseWaiverAsked(Item, By, Reason)),
            { GrantedBy: not null } => Decision.Nothing<IncidentEvent>(),
            var asked when asked.AskedBy == By => asked.Reason == Reason
                ? Decision.Nothing<IncidentEvent>()
                : new SecondOfficerNeeded(Item),
            _ => Decision.Append<IncidentEvent>(new IncidentEvent.CloseWaiverGranted(Item, By)),
        };
    }
}
