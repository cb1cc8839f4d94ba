using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Tests.Signals;

public sealed class ReviseSignalTests
{
    private static readonly Fingerprint s_group = new("f0");
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
    private static readonly ModelVersion s_version = new("v1");
    private static readonly ComparedWindow s_was = new(s_version, s_now.AddMinutes(-2), s_now, 40, 0.3);
    private static readonly ComparedWindow s_revised = s_was with { N = 60, Value = 0.21 };

    private static readonly SignalGroup s_open = SignalGroup.Evolve(
        SignalGroup.Initial,
        new SignalGroupEvent.SignalRaised(
            s_group,
            1,
            new SignalSubject(new DeploymentId("d1"), "support", s_version, SignalKind.Refusal, null, "drift"),
            new SignalEvidence(
                "1", "", 9, "log e-value", 8, null, 0.2, SignalDirection.Up, s_was, s_was, null, [], Severity.Sev3,
                EvidenceLabel.Guaranteed, "", new SignalSource(7, 0))));

    [Fact]
    public void Late_observations_revise_an_open_episode_and_both_values_are_kept() => Given(s_open)
        .When(group => Revise(9, stands: true).Decide(group, s_now))
        .ThenState(group => (group.Status, group.LastSource.Position).ShouldBe((SignalStatus.Open, 9L)));

    [Fact]
    public void An_alarm_that_no_longer_stands_ends_its_episode() => Given(s_open)
        .When(group => Revise(9, stands: false).Decide(group, s_now))
        .ThenState(group => group.Status.ShouldBe(SignalStatus.Cleared));

    [Fact]
    public void What_the_group_has_taken_in_already_is_not_revised_again() => Given(s_open)
        .When(group => Revise(7, stands: true).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void Where_no_episode_is_open_there_is_nothing_to_revise() => Given(SignalGroup.Initial)
        .When(group => Revise(9, stands: true).Decide(group, s_now))
        .ThenNothing();

    private static GivenState<SignalGroup, SignalGroupEvent> Given(SignalGroup group) =>
        A.Given<SignalGroup, SignalGroupEvent>(group, SignalGroup.Evolve);

    private static ReviseSignal Revise(long position, bool stands) =>
        new(s_group, s_was, s_revised, stands, new SignalSource(position, 0));
}
