using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Tests.Incidents;

/// <summary>Incidents in the states that the rules speak of, made only from facts.</summary>
internal static class IncidentFixtures
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
    internal static readonly Actor Officer = Actor.Person(new PersonId("officer"));
    internal static readonly Actor OtherOfficer = Actor.Person(new PersonId("other-officer"));
    internal static readonly Actor Correlation = Actor.Part("correlation");
    internal static readonly Fingerprint UnseenTool = new("f1");

    internal static readonly IncidentEvent.IncidentDeclared Declaration =
        new("Unseen tool on support-triage v2", Severity.Sev2, DetectedBy.Signal, Correlation)
        {
            Deployment = new DeploymentId("d1"),
            DeploymentName = "support-triage",
            Version = new ModelVersion("v2"),
            Fingerprint = UnseenTool,
            SignalPosition = 10,
            Alarm = "unseen-tool",
        };

    internal static Incident Undeclared => Incident.Initial;

    internal static Incident Open => After(Declaration);

    internal static Incident Acknowledged => After(Declaration, new IncidentEvent.IncidentAcknowledged(Officer));

    internal static Incident RollingBack => After(Declaration, RollbackRequested);

    internal static Incident Contained => After(
        Declaration,
        RollbackRequested,
        new IncidentEvent.ContainmentEffectObserved(ContainmentAction.Rollback, "r", 900));

    internal static Incident Resolved => After(
        Declaration, new IncidentEvent.IncidentResolved(Officer, "Tool removed."));

    internal static Incident InReview => After(
        Declaration,
        new IncidentEvent.IncidentResolved(Officer, "Tool removed."),
        new IncidentEvent.ReviewOpened("It was high.", Now.AddDays(7), Now.AddDays(30)));

    internal static Incident Closed => After(
        Declaration,
        new IncidentEvent.IncidentResolved(Officer, "Tool removed."),
        new IncidentEvent.IncidentClosed(Officer));

    internal static Incident Dismissed => After(
        Declaration, new IncidentEvent.IncidentDismissed(Officer, DismissReason.FalseAlarm, "Nothing changed."));

    internal static IncidentEvent RollbackRequested => new IncidentEvent.ContainmentRequested(
        ContainmentAction.Rollback, "r", "support-triage v2", Correlation);

    internal static Incident After(params IncidentEvent[] facts) => facts.Aggregate(Incident.Initial, Incident.Evolve);

    internal static GivenState<Incident, IncidentEvent> Given(Incident incident) =>
        A.Given<Incident, IncidentEvent>(incident, Incident.Evolve);

    internal static Decided<Incident, IncidentEvent> When(
        this GivenState<Incident, IncidentEvent> given,
        Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide) =>
        given.When(incident => decide(incident, Now));
}
