namespace Governance.Domain.Incidents;

/// <summary>Adds words to the timeline.</summary>
public sealed record AddNote(Actor By, string Text)
{
    /// <summary>
    /// A note may be added to any declared incident, resolved ones included; the same words by the same person as the
    /// note before are a double click.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (incident.Status is IncidentStatus.Undeclared)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (IncidentText.Broken("note", Text, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        var note = new IncidentEvent.NoteAdded(By, Text);
        return note == incident.LastNote
            ? Decision.Nothing<IncidentEvent>()
            : Decision.Append<IncidentEvent>(note);
    }
}
