using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;
using Governance.Server.Fleet.Watching;
using Governance.Server.Signals.Conditions;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Fleet;

/// <summary>What is wrong between registry and telemetry, and when it is over.</summary>
public sealed class FleetRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeploymentEvent.Registered s_registered =
        new("chat", "production", "support") { HeartbeatSeconds = 120 };

    [Fact]
    public void What_streams_and_nobody_registered_is_a_note_until_somebody_does()
    {
        var holding = Judge(Heard(secondsAgo: 5)).ShouldHaveSingleItem();
        holding.Condition.Kind.ShouldBe(SignalKind.UnregisteredDeployment);
        holding.Finding.Hint.ShouldBe(Severity.Sev5);
        Judge(Heard(secondsAgo: 5, s_registered)).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_only_spoken_of_is_not_unregistered() =>
        Judge(Heard(secondsAgo: null)).ShouldBeEmpty();

    [Fact]
    public void A_registered_deployment_that_is_heard_in_time_is_as_it_should_be() =>
        Judge(Heard(secondsAgo: 120, s_registered)).ShouldBeEmpty();

    [Fact]
    public void Longer_than_the_heartbeat_is_silence()
    {
        var holding = Judge(Heard(secondsAgo: 121, s_registered)).ShouldHaveSingleItem();
        holding.Condition.Kind.ShouldBe(SignalKind.SenderSilent);
        (holding.Finding.Seen.Observed, holding.Finding.Seen.Limit).ShouldBe((121, 120));
        holding.Finding.Seen.Sentence.ShouldEndWith("it is not measured");
    }

    [Fact]
    public void What_was_never_heard_is_silent_since_it_was_registered() => Kinds(
        Heard(secondsAgo: null, s_registered) with { Said = new Sighting(3, s_now.AddSeconds(-121)) })
        .ShouldBe([SignalKind.SenderSilent]);

    [Fact]
    public void Without_an_expected_heartbeat_silence_says_nothing() =>
        Judge(Heard(secondsAgo: 90_000, s_registered with { HeartbeatSeconds = null })).ShouldBeEmpty();

    [Fact]
    public void A_halted_or_retired_deployment_may_be_silent()
    {
        Judge(Heard(600, s_registered, new DeploymentEvent.Restricted(RestrictionCause.Halt, "h1", null)))
            .ShouldBeEmpty();
        Judge(Heard(600, s_registered, new DeploymentEvent.Retired(Officer, "over")) with { Said = At(10, 500) })
            .ShouldBeEmpty();
        Kinds(Heard(600, s_registered, new DeploymentEvent.Restricted(RestrictionCause.Halt, "h1", V2)))
            .ShouldBe([SignalKind.SenderSilent], "only one arm is halted");
    }

    [Fact]
    public void A_retired_deployment_that_streams_on_is_a_finding() => Kinds(
        Heard(5, s_registered, new DeploymentEvent.Retired(Officer, "over")) with
        {
            Said = new Sighting(3, s_now.AddMinutes(-30)),
        }).ShouldBe([SignalKind.UnregisteredDeployment]);

    [Fact]
    public void A_version_that_nobody_announced_is_a_finding_on_it_until_it_is_registered()
    {
        var announced = new DeploymentEvent.VersionRegistered(V1, null, Author, ["gpt-x"]);
        var holding = Judge(Heard(5, s_registered, announced) with { Served = [Served("gpt-y"), Served("gpt-x")] })
            .ShouldHaveSingleItem();
        holding.Condition.Version.ShouldBe(new ModelVersion("gpt-y"));
        Judge(Heard(5, s_registered, announced, new DeploymentEvent.ServedNameAdded(V1, "gpt-y")) with
        {
            Served = [Served("gpt-y"), Served("gpt-x")],
        }).ShouldBeEmpty();
    }

    [Fact]
    public void Before_any_version_is_registered_none_is_unannounced() =>
        Judge(Heard(5, s_registered) with { Served = [Served("gpt-y")] }).ShouldBeEmpty();

    [Fact]
    public void A_version_that_was_not_seen_for_an_hour_serves_no_more() => Judge(
        Heard(5, s_registered, new DeploymentEvent.VersionRegistered(V1, null, Author, [])) with
        {
            Served = [Served("gpt-y", secondsAgo: 3_601)],
        }).ShouldBeEmpty();

    [Fact]
    public void F65_A_digest_that_is_not_the_registered_one_is_critical()
    {
        var announced = new DeploymentEvent.VersionRegistered(V1, "sha256:a", Author, []);
        var heard = Heard(5, s_registered, announced) with
        {
            Served = [Served("v1"), Served("v1", digest: "sha256:a"), Served("v1", digest: "sha256:b")],
        };
        var holding = Judge(heard).ShouldHaveSingleItem();
        (holding.Condition.Kind, holding.Condition.Version, holding.Condition.Dimension)
            .ShouldBe((SignalKind.UnannouncedDigest, V1, "sha256:b"));
        holding.Finding.Hint.ShouldBe(Severity.Sev1);
    }

    [Fact]
    public void F65_Where_none_was_registered_the_first_digest_is_the_announced_one() => Judge(
        Heard(5, s_registered, new DeploymentEvent.VersionRegistered(V1, null, Author, [])) with
        {
            Served = [Served("v1", digest: "sha256:b") with { First = At(4, 60) }, Served("v1", digest: "sha256:a")],
        }).ShouldHaveSingleItem().Condition.Dimension.ShouldBe("sha256:a");

    [Fact]
    public void The_plan_raises_what_holds_and_is_not_open_and_clears_what_is_open_and_does_not_hold()
    {
        var silent = Heard(secondsAgo: 600, s_registered);
        var first = FleetPlan.Of([silent], [], s_now);
        var open = first.Raise.ShouldHaveSingleItem().Condition;
        var again = FleetPlan.Of([silent], [open], s_now);
        (again.Raise.Count, again.Clear.Count).ShouldBe((0, 0));

        var over = FleetPlan.Of([Heard(secondsAgo: 1, s_registered)], [open], s_now).Clear.ShouldHaveSingleItem();
        over.Reason.ShouldBe("It was heard again.");
        over.Source.ShouldBeGreaterThan(first.Raise[0].Finding.Source);
        FleetPlan.Of(
            [Heard(600, s_registered, new DeploymentEvent.Restricted(RestrictionCause.Halt, "h1", null))],
            [open],
            s_now).Clear.ShouldHaveSingleItem().Reason.ShouldStartWith("It is halted");
    }

    private static List<Holding> Judge(HeardDeployment one) => [.. FleetRules.Judge(one, s_now)];

    private static IEnumerable<SignalKind> Kinds(HeardDeployment one) => Judge(one).Select(h => h.Condition.Kind);

    private static HeardDeployment Heard(int? secondsAgo, params DeploymentEvent[] facts) => new(
        new DeploymentId("d1"),
        "chat",
        facts.Aggregate(Deployment.Initial, Deployment.Evolve),
        facts.Length == 0 ? null : new Sighting(3, s_now.AddDays(-1)),
        secondsAgo is { } ago ? At(9, ago) : null,
        []);

    private static ServedSighting Served(string version, string? digest = null, int secondsAgo = 5) =>
        new(version, digest, 12, At(5, secondsAgo), At(9, secondsAgo));

    private static Sighting At(long position, int secondsAgo) => new(position, s_now.AddSeconds(-secondsAgo));
}
