using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Responders;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>Acknowledgement as a lease, roles and the handover of command.</summary>
public sealed class RespondersTests
{
    private static readonly PersonId s_officer = Officer.Who;
    private static readonly PersonId s_other = OtherOfficer.Who;

    private static Incident Commanded => After(
        Declaration, new IncidentEvent.RoleAssigned(IncidentRole.Commander, s_officer, Officer));

    private static Incident Offered => Commanded with
    {
        Offer = new(s_officer, s_other, "Shift ends.", "", Now.AddMinutes(10)),
    };

    private static Incident Leased => After(
        Declaration, new IncidentEvent.IncidentAcknowledged(Officer) { LeaseUntil = Now.AddHours(1) });

    [Theory]
    [InlineData(Severity.Sev1, 30)]
    [InlineData(Severity.Sev2, 60)]
    [InlineData(Severity.Sev3, null)]
    public void A_grave_incident_is_acknowledged_for_a_while(Severity severity, int? minutes) =>
        Given(After(Declaration with { Severity = severity })).When(new AcknowledgeIncident(Officer).Decide)
            .ThenState(incident => incident.LeaseUntil.ShouldBe(
                minutes is { } known ? Now.AddMinutes(known) : null));

    [Fact]
    public void Progress_renews_the_lease() => Given(Leased with { LeaseUntil = Now.AddMinutes(1) })
        .When(new ReportProgress(Officer, "Rolled back.").Decide)
        .ThenState(incident => incident.LeaseUntil.ShouldBe(Now.AddHours(1)));

    [Fact]
    public void Only_whoever_acknowledged_renews() => Given(Leased)
        .When(new ReportProgress(OtherOfficer, "Looking.").Decide)
        .ThenRefused(new NotYours());

    [Fact]
    public void A_lease_that_is_not_renewed_expires() => Given(Leased)
        .When(new ExpireAcknowledgement(Now.AddHours(1)).Decide)
        .Then(new IncidentEvent.AckExpired(Officer))
        .ThenState(incident => incident.AcknowledgedBy.ShouldBeNull());

    [Fact]
    public void The_timer_of_a_renewed_lease_expires_nothing() => Given(Leased)
        .When(new ExpireAcknowledgement(Now.AddMinutes(30)).Decide)
        .ThenNothing();

    [Fact]
    public void What_is_over_expires_nothing() => Given(Leased with { Status = IncidentStatus.Resolved })
        .When(new ExpireAcknowledgement(Now.AddHours(1)).Decide)
        .ThenNothing();

    [Fact]
    public void There_is_one_commander() => Given(Commanded)
        .When(new AssignRole(IncidentRole.Commander, s_other, Officer).Decide)
        .ThenRefused(new HandoverNeeded());

    [Fact]
    public void Whoever_commands_a_grave_incident_does_not_investigate_it()
    {
        var investigate = new AssignRole(IncidentRole.Investigator, s_officer, Officer);
        Given(Commanded).When(investigate.Decide)
            .ThenRefused(new RolesConflict(IncidentRole.Commander, IncidentRole.Investigator));
        Given(Commanded with { Severity = Severity.Sev3 }).When(investigate.Decide)
            .ThenState(incident => incident.Roles.Count.ShouldBe(2));
    }

    [Fact]
    public void Whoever_investigates_a_grave_incident_is_not_offered_its_command() => Given(Commanded with
        {
            Roles = Commanded.Roles.Add(new(IncidentRole.Investigator, s_other)),
        })
        .When(new OfferCommand(s_other, "Shift ends.", Officer).Decide)
        .ThenRefused(new RolesConflict(IncidentRole.Investigator, IncidentRole.Commander));

    [Fact]
    public void A_grave_incident_is_never_without_its_commander() => Given(Commanded)
        .When(new ReleaseRole(IncidentRole.Commander, s_officer, Officer).Decide)
        .ThenRefused(new HandoverNeeded());

    [Fact]
    public void An_offer_leaves_the_command_where_it_is() => Given(Commanded)
        .When(new OfferCommand(s_other, "Shift ends.", Officer).Decide)
        .ThenState(incident => incident.Commander.ShouldBe(s_officer))
        .ThenState(incident => incident.Offer!.Attached.ShouldBe(
            "high, open, 1 signals, 0 of 0 orders without an observed effect, not acknowledged."));

    [Fact]
    public void Only_the_commander_offers() => Given(Commanded)
        .When(new OfferCommand(s_officer, "Mine.", OtherOfficer).Decide)
        .ThenRefused(new NotCommander());

    [Fact]
    public void Whom_it_was_offered_to_accepts() => Given(Offered)
        .When(new AcceptCommand(s_other).Decide)
        .Then(new IncidentEvent.CommandHandoverAccepted(s_officer, s_other))
        .ThenState(incident => (incident.Commander, incident.Offer).ShouldBe((s_other, null)));

    [Fact]
    public void Nobody_else_accepts() => Given(Offered)
        .When(new AcceptCommand(new PersonId("third")).Decide)
        .ThenRefused(new NoOffer());

    [Fact]
    public void A_declined_or_lapsed_offer_leaves_the_commander()
    {
        Given(Offered).When(new DeclineCommand(s_other, "Busy.").Decide)
            .ThenState(incident => (incident.Commander, incident.Offer).ShouldBe((s_officer, null)));
        Given(Offered).When(new LapseOffer(Now.AddMinutes(10)).Decide)
            .ThenState(incident => (incident.Commander, incident.Offer).ShouldBe((s_officer, null)));
        Given(Offered).When(new LapseOffer(Now).Decide).ThenNothing();
    }
}
