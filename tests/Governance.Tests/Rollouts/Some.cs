using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;

namespace Governance.Tests.Rollouts;

/// <summary>States to start from, each named after what has happened.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly PersonId Planner = new("planner");
    public static readonly PersonId Author = new("author");
    public static readonly PersonId Second = new("second");
    public static readonly Actor Officer = Actor.Person(new PersonId("officer"));
    public static readonly ModelVersion V1 = new("v1");
    public static readonly ModelVersion V2 = new("v2");
    public static readonly RolloutId Id = new("r1");

    public const string Digest = "sha256:plan";

    public static GivenState<Rollout, RolloutEvent> Given(Rollout state) => A.Given<Rollout, RolloutEvent>(
        state, Rollout.Evolve);

    public static GivenState<Deployment, DeploymentEvent> Given(Deployment state) =>
        A.Given<Deployment, DeploymentEvent>(state, Deployment.Evolve);

    public static RolloutPlan Plan(AdvanceMode advance = AdvanceMode.Manual) => new(
        new DeploymentId("d1"), "support-assistant", V1, V2, "sha256:v2",
        [new Stage(1, 60, 10), new Stage(10, 60, 100), new Stage(100, 60, 100)], "salt", advance);

    public static Deployment Deployed(params DeploymentEvent[] more) => new DeploymentEvent[]
    {
        new DeploymentEvent.Observed("support-assistant", "production", null),
        new DeploymentEvent.Registered("support-assistant", "production", "support"),
        new DeploymentEvent.VersionRegistered(V1, "sha256:v1", Author, []),
        new DeploymentEvent.VersionRegistered(V2, "sha256:v2", Author, []),
        new DeploymentEvent.StableVersionSet(V1, Officer),
    }.Concat(more).Aggregate(Deployment.Initial, Deployment.Evolve);

    public static readonly DeploymentEvent IncidentOnCandidate =
        new DeploymentEvent.Restricted(RestrictionCause.Incident, "i1", V2);

    public static Rollout Planned(AdvanceMode advance = AdvanceMode.Manual) => Rollout.Evolve(
        Rollout.Initial, new RolloutEvent.RolloutPlanned(Plan(advance), Digest, Planner, Author, Noon));

    public static Rollout Approved() =>
        Rollout.Evolve(Planned(), new RolloutEvent.ApprovalGiven(Second, Digest, "read", Noon));

    public static Rollout Running(int stage = 0) => Rollout.Evolve(
        Approved(), new RolloutEvent.StageEntered(stage, Plan().Stages[stage].Percent, null, Officer, Noon));

    public static Rollout Held(HoldCause cause) =>
        Rollout.Evolve(Running(), new RolloutEvent.StageHeld(cause, "why", Officer, Noon));

    public static Rollout Completed() =>
        Rollout.Evolve(Running(2), new RolloutEvent.RolloutCompleted(Seen(100), Officer, Noon));

    public static Rollout RollingBack() => Rollout.Evolve(
        Running(), new RolloutEvent.RollbackOrdered(RollbackCause.Manual, Officer, null, "worse answers", Noon));

    public static StageEvidence Seen(long? candidate) => new(candidate, 1_000, 77);

    public static DateTimeOffset Later(int seconds) => Noon.AddSeconds(seconds);
}
