using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class ContainmentTests
{
    [Fact]
    public void An_order_does_not_contain_anything_yet() => Given(Open)
        .When(Request("r").Decide)
        .Then(RollbackRequested)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Declared));

    [Fact]
    public void An_order_is_recorded_once() => Given(RollingBack)
        .When(Request("r").Decide)
        .ThenNothing();

    [Fact]
    public void An_observed_effect_contains_the_incident() => Given(RollingBack)
        .When(new RecordContainmentEffect(ContainmentAction.Rollback, "r", 900).Decide)
        .Then(new IncidentEvent.ContainmentEffectObserved(ContainmentAction.Rollback, "r", 900))
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Contained));

    [Fact]
    public void An_effect_without_an_order_is_refused() => Given(Open)
        .When(new RecordContainmentEffect(ContainmentAction.Rollback, "r", 900).Decide)
        .ThenRefused(new ContainmentUnknown("r"));

    [Fact]
    public void Activity_after_the_effect_opens_the_incident_again() => Given(Contained)
        .When(Failure.Decide)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Declared));

    [Fact]
    public void A_late_effect_counts() => Given(After(
            Declaration,
            RollbackRequested,
            new IncidentEvent.ContainmentEffectNotObserved(ContainmentAction.Rollback, "r", "Still served.")))
        .When(new RecordContainmentEffect(ContainmentAction.Rollback, "r", 400_000).Decide)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Contained));

    [Fact]
    public void An_effect_seen_after_the_resolution_is_recorded_and_changes_no_status() => Given(After(
            Declaration, RollbackRequested, new IncidentEvent.IncidentResolved(Officer, "Done.")))
        .When(new RecordContainmentEffect(ContainmentAction.Rollback, "r", 900).Decide)
        .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Resolved));

    [Fact]
    public void The_number_of_orders_is_bounded() => Given(Enumerable.Range(0, Incident.ContainmentsMax)
            .Aggregate(Open, (incident, i) => Incident.Evolve(incident, Requested($"r{i}"))))
        .When(Request("one-more").Decide)
        .ThenRefused(new TooManyContainments());

    private static RecordContainmentFailure Failure => new(ContainmentAction.Rollback, "r", "Still served.");

    private static RecordContainmentRequest Request(string order) =>
        new(ContainmentAction.Rollback, order, "support-triage v2", Correlation);

    private static IncidentEvent.ContainmentRequested Requested(string order) =>
        new(ContainmentAction.Rollback, order, "support-triage v2", Correlation);
}
