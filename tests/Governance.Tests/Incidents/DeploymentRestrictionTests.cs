using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class DeploymentRestrictionTests
{
    private static readonly IncidentId s_id = new("i1");

    [Fact]
    public void A_declared_incident_restricts_its_version() =>
        Of(Declaration).ShouldBe(new DeploymentEvent.Restricted(
            RestrictionCause.Incident, "i1", new ModelVersion("v2")));

    [Fact]
    public void An_incident_without_a_version_restricts_the_whole_deployment() =>
        Of(Declaration with { Version = null }).ShouldBe(new DeploymentEvent.Restricted(
            RestrictionCause.Incident, "i1", null));

    [Fact]
    public void An_incident_without_a_deployment_restricts_none() =>
        Of(Declaration with { Deployment = null }).ShouldBeNull();

    [Fact]
    public void A_low_incident_restricts_nothing() =>
        Of(Declaration with { Severity = Severity.Sev4 }).ShouldBeNull();

    [Fact]
    public void Raising_a_low_incident_to_medium_restricts() =>
        Of(Declaration with { Severity = Severity.Sev4 }, Raised(Severity.Sev4, Severity.Sev3))
            .ShouldBeOfType<DeploymentEvent.Restricted>();

    [Fact]
    public void Raising_further_changes_no_restriction() =>
        Of(Declaration, Raised(Severity.Sev2, Severity.Sev1)).ShouldBeNull();

    [Fact]
    public void Resolving_releases() =>
        Of(Declaration, new IncidentEvent.IncidentResolved(Officer, "Done."))
            .ShouldBe(new DeploymentEvent.Released(RestrictionCause.Incident, "i1"));

    private static IncidentEvent.SeverityRaised Raised(Severity from, Severity to) =>
        new IncidentEvent.SeverityRaised(from, to, Officer, "Spreads.");

    private static DeploymentEvent? Of(params IncidentEvent[] facts) =>
        DeploymentRestriction.Of(s_id, After(facts), facts[^1]);
}
