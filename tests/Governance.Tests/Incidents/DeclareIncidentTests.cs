using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class DeclareIncidentTests
{
    [Fact]
    public void Declaring_opens_the_incident() => Given(Undeclared)
        .When(new DeclareIncident(Declaration).Decide)
        .Then(Declaration)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Open))
        .ThenState(incident => incident.Severity.ShouldBe(Declaration.Severity))
        .ThenState(incident => incident.SignalCount.ShouldBe(1));

    [Fact]
    public void Declaring_again_changes_nothing() => Given(Acknowledged)
        .When(new DeclareIncident(Declaration with { Title = "Another title" }).Decide)
        .ThenNothing();

    [Fact]
    public void A_declaration_needs_a_title() => Given(Undeclared)
        .When(new DeclareIncident(Declaration with { Title = "" }).Decide)
        .ThenRefused(new TextMissing("title"));

    [Fact]
    public void A_title_fits_one_line() => Given(Undeclared)
        .When(new DeclareIncident(Declaration with { Title = new string('x', 201) }).Decide)
        .ThenRefused(new TextTooLong("title", IncidentText.TitleLengthMax));

    [Fact]
    public void An_incident_declared_by_hand_counts_no_signal() => Given(Undeclared)
        .When(new DeclareIncident(Declaration with { SignalPosition = null, Fingerprint = null }).Decide)
        .ThenState(incident => incident.SignalCount.ShouldBe(0));
}
