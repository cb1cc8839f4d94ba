using Governance.Domain;
using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class RaiseSeverityTests
{
    [Fact]
    public void Raising_makes_it_worse() => Given(Open)
        .When(To(Severity.Sev1).Decide)
        .Then(new IncidentEvent.SeverityRaised(Severity.Sev2, Severity.Sev1, Officer, "Spreads."))
        .ThenState(incident => incident.Severity.ShouldBe(Severity.Sev1));

    [Fact]
    public void Raising_never_lowers() => Given(Open)
        .When(To(Severity.Sev4).Decide)
        .ThenRefused(new NotARaise(Severity.Sev2, Severity.Sev4));

    [Fact]
    public void Raising_to_the_same_severity_does_nothing() => Given(Open)
        .When(To(Severity.Sev2).Decide)
        .ThenNothing();

    [Fact]
    public void A_contained_incident_may_still_be_raised() => Given(Contained)
        .When(To(Severity.Sev1).Decide)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Contained));

    [Fact]
    public void A_resolved_incident_is_not_raised() => Given(Resolved)
        .When(To(Severity.Sev1).Decide)
        .ThenRefused(new IncidentNotOpen(IncidentStatus.Resolved));

    [Fact]
    public void A_raise_needs_a_reason() => Given(Open)
        .When(new RaiseSeverity(Severity.Sev1, Officer, "  ").Decide)
        .ThenRefused(new TextMissing("reason"));

    [Fact]
    public void A_raise_voids_the_acknowledgement() => Given(Acknowledged)
        .When(To(Severity.Sev1).Decide)
        .ThenState(incident => incident.AcknowledgedBy.ShouldBeNull());

    private static RaiseSeverity To(Severity severity) => new(severity, Officer, "Spreads.");
}
