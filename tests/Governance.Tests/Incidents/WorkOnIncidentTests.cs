using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>Acknowledge, note and resolve.</summary>
public sealed class WorkOnIncidentTests
{
    [Fact]
    public void Somebody_acknowledges() => Given(Open)
        .When(new AcknowledgeIncident(Officer).Decide)
        .Then(new IncidentEvent.IncidentAcknowledged(Officer) { LeaseUntil = Now.AddHours(1) });

    [Fact]
    public void The_same_person_acknowledges_once() => Given(Acknowledged)
        .When(new AcknowledgeIncident(Officer).Decide)
        .ThenNothing();

    [Fact]
    public void A_second_person_is_told_who_was_faster() => Given(Acknowledged)
        .When(new AcknowledgeIncident(OtherOfficer).Decide)
        .ThenRefused(new AlreadyAcknowledged(Officer));

    [Fact]
    public void A_resolved_incident_is_not_acknowledged() => Given(Resolved)
        .When(new AcknowledgeIncident(Officer).Decide)
        .ThenRefused("incident_not_open");

    [Fact]
    public void What_was_never_declared_is_not_acknowledged() => Given(Undeclared)
        .When(new AcknowledgeIncident(Officer).Decide)
        .ThenRefused(new IncidentNotOpen(IncidentStatus.Undeclared));

    [Fact]
    public void A_note_is_kept() => Given(Open)
        .When(new AddNote(Officer, "German traffic only.").Decide)
        .Then(new IncidentEvent.NoteAdded(Officer, "German traffic only."));

    [Fact]
    public void A_resolved_incident_takes_notes() => Given(Resolved)
        .When(new AddNote(Officer, "Reviewed.").Decide)
        .Then(new IncidentEvent.NoteAdded(Officer, "Reviewed."));

    [Fact]
    public void The_same_note_twice_in_a_row_is_a_double_click() => Given(After(
            Declaration, new IncidentEvent.NoteAdded(Officer, "Looking.")))
        .When(new AddNote(Officer, "Looking.").Decide)
        .ThenNothing();

    [Fact]
    public void An_empty_note_is_no_note() => Given(Open)
        .When(new AddNote(Officer, "\n").Decide)
        .ThenRefused(new TextMissing("note"));

    [Fact]
    public void A_note_is_not_a_file() => Given(Open)
        .When(new AddNote(Officer, new string('x', 4_001)).Decide)
        .ThenRefused(new TextTooLong("note", IncidentText.ProseLengthMax));

    [Fact]
    public void An_incident_is_resolved_with_words_on_how() => Given(Contained)
        .When(new ResolveIncident(Officer, "Tool removed.").Decide)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.InReview));

    [Fact]
    public void A_resolution_needs_words() => Given(Open)
        .When(new ResolveIncident(Officer, "").Decide)
        .ThenRefused(new TextMissing("resolution"));

    [Fact]
    public void The_same_resolution_twice_is_a_double_click() => Given(Resolved)
        .When(new ResolveIncident(Officer, "Tool removed.").Decide)
        .ThenNothing();

    [Fact]
    public void A_resolved_incident_is_not_resolved_otherwise() => Given(Resolved)
        .When(new ResolveIncident(OtherOfficer, "False alarm.").Decide)
        .ThenRefused(new IncidentNotOpen(IncidentStatus.Resolved));

    [Fact]
    public void What_nobody_saw_contained_is_resolved_with_the_reason_why_it_had_not_to_be()
    {
        Given(Open).When(new ResolveIncident(Officer, "Tool removed.").Decide).ThenRefused(new ContainmentUnstated());
        Given(Open)
            .When(new ResolveIncident(Officer, "Tool removed.") { NoContainment = "It never ran." }.Decide)
            .ThenState(incident => incident.Resolution!.NoContainment.ShouldBe("It never ran."));
    }
}
