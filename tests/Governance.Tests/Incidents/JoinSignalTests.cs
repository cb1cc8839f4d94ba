using Governance.Domain;
using Governance.Domain.Incidents;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

public sealed class JoinSignalTests
{
    [Fact]
    public void The_same_finding_joins_the_open_incident() => Given(Open)
        .When(Signal(11).Decide)
        .Then(new IncidentEvent.SignalJoined(UnseenTool, 11))
        .ThenState(incident => incident.SignalCount.ShouldBe(2));

    [Fact]
    public void A_signal_counts_once() => Given(Open)
        .When(Signal(10).Decide)
        .ThenNothing();

    [Fact]
    public void A_worse_signal_raises_the_severity() => Given(Acknowledged)
        .When((Signal(11) with { Severity = Severity.Sev1 }).Decide)
        .ThenState(incident => incident.Severity.ShouldBe(Severity.Sev1))
        .ThenState(incident => incident.AcknowledgedBy.ShouldBeNull());

    [Fact]
    public void A_milder_signal_leaves_the_severity() => Given(Open)
        .When((Signal(11) with { Severity = Severity.Sev4 }).Decide)
        .ThenState(incident => incident.Severity.ShouldBe(Severity.Sev2));

    [Fact]
    public void A_resolved_incident_takes_no_signal() => Given(Resolved)
        .When(Signal(11).Decide)
        .ThenRefused(new IncidentNotOpen(IncidentStatus.Resolved));

    [Fact]
    public void Another_finding_does_not_join() => Given(Open)
        .When((Signal(11) with { Fingerprint = new Fingerprint("f2") }).Decide)
        .ThenRefused(new OtherFinding(new Fingerprint("f2")));

    private static JoinSignal Signal(long position) => new(UnseenTool, position, Severity.Sev2, Correlation);
}
