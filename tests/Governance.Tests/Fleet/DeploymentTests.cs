using Governance.Domain;
using Governance.Domain.Fleet;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Fleet;

public sealed class DeploymentTests
{
    [Fact]
    public void A_deployment_seen_in_telemetry_is_unregistered_until_somebody_answers_for_it() => Given(
            Deployment.Evolve(Deployment.Initial, new DeploymentEvent.Observed("chat", "production", null)))
        .When(d => new RegisterDeployment("chat", "production", "support").Decide(d))
        .Then(new DeploymentEvent.Registered("chat", "production", "support"));

    [Fact]
    public void Telemetry_does_not_unregister() => Deployment
        .Evolve(Deployed(), new DeploymentEvent.Observed("support-assistant", "staging", null))
        .Status.ShouldBe(DeploymentStatus.Registered);

    [Fact]
    public void A_version_needs_a_registered_deployment() => Given(Deployment.Initial)
        .When(d => new RegisterVersion(V1, null, Author, []).Decide(d))
        .ThenRefused("deployment_not_registered");

    [Fact]
    public void A_version_never_changes_its_content() => Given(Deployed())
        .When(d => new RegisterVersion(V2, "sha256:other", Author, []).Decide(d))
        .ThenRefused(new VersionTaken(V2));

    [Fact]
    public void The_first_stable_version_is_set_by_hand() => Given(Bare())
        .When(d => new SetStableVersion(V1, Officer).Decide(d))
        .Then(new DeploymentEvent.StableVersionSet(V1, Officer));

    [Fact]
    public void Every_later_one_needs_a_rollout() => Given(Deployed())
        .When(d => new SetStableVersion(V2, Officer).Decide(d))
        .ThenRefused(new StableAlreadySet(V1));

    [Fact]
    public void An_unknown_version_is_not_stable() => Given(Bare())
        .When(d => new SetStableVersion(new ModelVersion("v9"), Officer).Decide(d))
        .ThenRefused(new VersionUnknown(new ModelVersion("v9")));

    [Fact]
    public void Two_causes_are_released_one_by_one()
    {
        var both = Deployed(IncidentOnCandidate, new DeploymentEvent.Restricted(RestrictionCause.Halt, "h1", null));
        both.Against(V1).ShouldBe(new Restriction(RestrictionCause.Halt, "h1", null));
        Deployment.Evolve(both, new DeploymentEvent.Released(RestrictionCause.Halt, "h1"))
            .Restrictions.ShouldBe([new Restriction(RestrictionCause.Incident, "i1", V2)]);
    }

    private static Deployment Bare() => new DeploymentEvent[]
    {
        new DeploymentEvent.Registered("chat", "production", "support"),
        new DeploymentEvent.VersionRegistered(V1, null, Author, []),
    }.Aggregate(Deployment.Initial, Deployment.Evolve);
}
