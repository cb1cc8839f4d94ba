using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class DeclareIncidentTests
{
    [Fact]
    public void Declaring_opens_the_incident() => Given(Undeclared)
        .When(new DeclareIncident(Declaration).Decide)
        .Then(Declaration with { AwareAt = Now })
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Declared))
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

    [Theory]
    [InlineData("refunds \u202Edoubled")]
    [InlineData("refunds \u2067doubled")]
    [InlineData("refunds \u0007doubled")]
    public void A_title_hides_nothing_and_turns_nothing_around(string title) => Given(Undeclared)
        .When(new DeclareIncident(Declaration with { Title = title }).Decide)
        .ThenRefused(new TextUnseen("title"));

    [Fact]
    public void A_rule_s_title_is_cleaned() => IncidentText.FitTitle("a\u202Eb").ShouldBe("ab");

    [Fact]
    public void An_incident_declared_by_hand_counts_no_signal() => Given(Undeclared)
        .When(new DeclareIncident(Declaration with { SignalPosition = null, Fingerprint = null }).Decide)
        .ThenState(incident => incident.SignalCount.ShouldBe(0));
}
