using Governance.Domain;
using Governance.Domain.Fleet;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Fleet;

/// <summary>Who answers for a deployment, what its versions come from, and which names are its own.</summary>
public sealed class RegistryTests
{
    private static readonly DeploymentId s_chat = new("d-chat");
    private static readonly DeploymentId s_voice = new("d-voice");

    [Fact]
    public void Registering_again_says_everything_anew()
    {
        var wish = new RegisterDeployment("chat", "production", "support") { Tier = DeploymentTier.External };
        Given(Registered()).When(wish.Decide).ThenState(chat =>
            chat.Registration!.Tier.ShouldBe(DeploymentTier.External));
        Given(Registered()).When(new RegisterDeployment("chat", "production", "support").Decide).ThenNothing();
    }

    [Fact]
    public void A_retired_deployment_takes_no_version_and_may_be_registered_again()
    {
        var retired = Given(Registered()).When(new RetireDeployment(Officer, "replaced").Decide)
            .ThenState(chat => chat.Status.ShouldBe(DeploymentStatus.Retired)).State;
        Given(retired).When(Version("v3").Decide).ThenRefused(new DeploymentNotRegistered("chat"));
        Given(retired).When(new RegisterDeployment("chat", "production", "support").Decide)
            .ThenState(chat => chat.Status.ShouldBe(DeploymentStatus.Registered));
    }

    [Fact]
    public void Nobody_retires_it_in_the_middle_of_a_rollout() =>
        Given(Deployment.Evolve(Registered(), new DeploymentEvent.RolloutOpened(new RolloutId("r1"))))
            .When(new RetireDeployment(Officer, "replaced").Decide)
            .ThenRefused(new RolloutUnderWay(new RolloutId("r1")));

    [Fact]
    public void What_nobody_registered_cannot_retire() => Given(Deployment.Initial)
        .When(new RetireDeployment(Officer, "noise").Decide)
        .ThenRefused("deployment_not_registered");

    [Fact]
    public void A_version_names_the_registered_one_that_it_was_made_from()
    {
        Given(Registered()).When((Version("v2") with { Parent = V1, Family = "acme" }).Decide)
            .ThenState(chat => (chat.Find(V2)!.Parent, chat.Find(V2)!.Family).ShouldBe((V1, "acme")));
        Given(Registered()).When((Version("v2") with { Parent = new ModelVersion("v0") }).Decide)
            .ThenRefused(new ParentUnknown(new ModelVersion("v0")));
        Given(Registered()).When((Version("v1") with { Family = "other" }).Decide).ThenRefused(new VersionTaken(V1));
    }

    [Fact]
    public void A_served_name_means_one_version()
    {
        Given(Registered()).When((Version("v2") with { ServedNames = ["gpt-x"] }).Decide)
            .ThenRefused(new ServedNameTaken("gpt-x", V1));
        Given(Registered()).When(Version("gpt-x").Decide).ThenRefused(new ServedNameTaken("gpt-x", V1));
        Given(Registered()).When(new AddServedName(V1, "gpt-y").Decide)
            .ThenState(chat => chat.Answering("gpt-y")!.Version.ShouldBe(V1));
        Given(Registered()).When(new AddServedName(V2, "gpt-y").Decide).ThenRefused(new VersionUnknown(V2));
    }

    [Fact]
    public void A_version_answers_to_so_many_names_and_no_more() =>
        Given(Enumerable.Range(1, Deployment.ServedNamesMax - 1).Aggregate(
            Registered(), (chat, i) => Deployment.Evolve(chat, new DeploymentEvent.ServedNameAdded(V1, $"n{i}"))))
            .When(new AddServedName(V1, "one more").Decide)
            .ThenRefused(new TooManyServedNames());

    [Fact]
    public void A_name_belongs_to_one_registered_deployment()
    {
        var heard = Deployment.Evolve(Deployment.Initial, new DeploymentEvent.Observed("a/b", "production", "a/b"));
        var claimed = Given(heard).When(name => Claim(s_chat).Decide(name, Registered()))
            .ThenState(name => (name.Status, name.ClaimedBy).ShouldBe((DeploymentStatus.Claimed, s_chat))).State;
        Given(claimed).When(name => Claim(s_voice).Decide(name, Registered()))
            .ThenRefused(new NameBelongsToAnother("a/b", s_chat));
        Given(claimed).When(new RegisterDeployment("a/b", "production", "desk").Decide)
            .ThenRefused("name_belongs_to_another");
        Given(claimed).When(new ReleaseName("a/b", s_voice).Decide).ThenRefused("name_belongs_to_another");
        Given(claimed).When(new ReleaseName("a/b", s_chat).Decide)
            .ThenState(name => name.Status.ShouldBe(DeploymentStatus.Unregistered));
    }

    [Fact]
    public void Nobody_claims_a_registered_name_or_claims_for_nobody()
    {
        Given(Registered()).When(name => Claim(s_voice).Decide(name, Registered()))
            .ThenRefused(new NameIsRegistered("a/b"));
        Given(Deployment.Initial).When(name => Claim(s_chat).Decide(name, Deployment.Initial))
            .ThenRefused(new DeploymentNotRegistered("chat"));
    }

    private static ClaimName Claim(DeploymentId owner) => new("a/b", owner, "chat");

    private static RegisterVersion Version(string name) => new(new ModelVersion(name), null, Author, []);

    private static GivenState<Deployment, DeploymentEvent> Given(Deployment deployment) =>
        A.Given<Deployment, DeploymentEvent>(deployment, Deployment.Evolve);

    private static Deployment Registered() => new DeploymentEvent[]
    {
        new DeploymentEvent.Registered("chat", "production", "support"),
        new DeploymentEvent.VersionRegistered(V1, null, Author, ["gpt-x"]),
    }.Aggregate(Deployment.Initial, Deployment.Evolve);
}
