using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Severities;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents.Severities;

public sealed class SeverityMatrixTests
{
    [Theory]
    [InlineData(Impact.None, Exposure.One, Severity.Sev5)]
    [InlineData(Impact.None, Exposure.Public, Severity.Sev3)]
    [InlineData(Impact.Limited, Exposure.Many, Severity.Sev3)]
    [InlineData(Impact.Significant, Exposure.One, Severity.Sev3)]
    [InlineData(Impact.Serious, Exposure.One, Severity.Sev2)]
    [InlineData(Impact.Catastrophic, Exposure.One, Severity.Sev1)]
    public void Impact_and_exposure_make_the_severity(Impact impact, Exposure exposure, Severity severity) =>
        SeverityMatrix.Shipped.Of(new Harm(impact, exposure)).ShouldBe(severity);

    [Fact]
    public void What_is_not_known_counts_as_the_worst()
    {
        SeverityMatrix.Shipped.Of(new Harm(Impact.Limited, null)).ShouldBe(Severity.Sev2);
        SeverityMatrix.Shipped.Of(new Harm(null, Exposure.One)).ShouldBe(Severity.Sev1);
    }

    [Fact]
    public void Each_escalator_makes_it_one_level_worse_and_no_worse_than_critical()
    {
        var harm = new Harm(Impact.None, Exposure.One);
        SeverityMatrix.Shipped.Of(harm with { IsOngoing = true, SafeguardFailed = true }).ShouldBe(Severity.Sev3);
        SeverityMatrix.Shipped
            .Of(new Harm(Impact.Serious, Exposure.One) { HitsVulnerable = true, ShowsEvasion = true })
            .ShouldBe(Severity.Sev1);
    }

    [Fact]
    public void A_policy_in_which_a_graver_harm_is_milder_is_none() => Should.Throw<ArgumentException>(() =>
        new SeverityMatrix(2, [.. SeverityMatrix.Shipped.Cells.Reverse()]));

    [Fact]
    public void A_worse_assessment_raises_at_once() => Given(Open)
        .When(new AssessSeverity(new Harm(Impact.Serious, Exposure.Many), SeverityMatrix.Shipped, Officer).Decide)
        .ThenState(incident => incident.Severity.ShouldBe(Severity.Sev1));

    [Fact]
    public void A_milder_assessment_is_on_record_and_lowers_nothing() => Given(Open)
        .When(new AssessSeverity(new Harm(Impact.None, Exposure.One), SeverityMatrix.Shipped, Officer).Decide)
        .ThenState(incident => (incident.Severity, incident.Assessment!.Result).ShouldBe(
            (Severity.Sev2, Severity.Sev5)));

    [Fact]
    public void Lowering_only_lowers_and_remembers_the_worst()
    {
        Given(Open).When(new LowerSeverity(Severity.Sev1, Officer, "No.").Decide).ThenRefused("not_a_lowering");
        Given(Open).When(new LowerSeverity(Severity.Sev4, Officer, "One user.").Decide)
            .ThenState(incident => (incident.Severity, incident.Worst).ShouldBe((Severity.Sev4, Severity.Sev2)));
    }
}
