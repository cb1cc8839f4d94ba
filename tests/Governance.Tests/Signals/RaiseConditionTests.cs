using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Tests.Signals;

public sealed class RaiseConditionTests
{
    private static readonly Fingerprint s_group = new("f0");
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
    private static readonly SignalSubject s_subject =
        new(new DeploymentId("d1"), "support", null, SignalKind.SenderSilent, null, "rule");

    private static readonly ConditionSeen s_seen =
        new("support has been silent for 5 minutes", "seconds of silence", 312, 120, "s");

    private static readonly SignalGroup s_open = SignalGroup.Evolve(
        SignalGroup.Initial, new SignalGroupEvent.SignalRaised(s_group, 1, s_subject, Evidence(7)));

    private static readonly SignalGroup s_over = SignalGroup.Evolve(
        s_open, new SignalGroupEvent.SignalCleared(s_group, 1, "heard again", new SignalSource(8, 0)));

    [Fact]
    public void A_condition_that_holds_opens_an_episode() => Given(SignalGroup.Initial)
        .When(group => Raise(7).Decide(group, s_now))
        .ThenState(group => (group.Status, group.Episode, group.LastSource.Position).ShouldBe(
            (SignalStatus.Open, 1, 7L)));

    [Fact]
    public void Found_again_while_it_holds_it_is_no_news() => Given(s_open)
        .When(group => Raise(9).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void Found_after_it_was_over_it_is_another_episode() => Given(s_over)
        .When(group => Raise(9).Decide(group, s_now))
        .ThenState(group => (group.Status, group.Episode).ShouldBe((SignalStatus.Open, 2)));

    [Fact]
    public void What_was_found_before_it_was_over_does_not_open_it_again() => Given(s_over)
        .When(group => Raise(8).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void Its_evidence_says_what_is_allowed_and_that_chance_has_no_part_in_it()
    {
        var evidence = Evidence(7);
        evidence.Label.ShouldBe(EvidenceLabel.Rule);
        (evidence.Statistic, evidence.Threshold, evidence.Effect).ShouldBe((312, 120, 192));
        evidence.Direction.ShouldBe(SignalDirection.Up);
    }

    private static GivenState<SignalGroup, SignalGroupEvent> Given(SignalGroup group) =>
        A.Given<SignalGroup, SignalGroupEvent>(group, SignalGroup.Evolve);

    private static RaiseCondition Raise(long position) => new(s_group, s_subject, Evidence(position));

    private static SignalEvidence Evidence(long position) =>
        s_seen.ToEvidence(null, s_now.AddSeconds(-312), s_now, [], Severity.Sev3, new SignalSource(position, 0));
}
