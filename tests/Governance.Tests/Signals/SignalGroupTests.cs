using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;

namespace Governance.Tests.Signals;

public sealed class SignalGroupTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Fingerprint s_fingerprint = new("f1");
    private static readonly IncidentId s_incident = new("i1");

    private static readonly SignalSubject s_subject = new(
        new DeploymentId("d1"), "support", new ModelVersion("v2"), SignalKind.Refusal, null, "drift");

    private static readonly SignalGroup s_open = SignalGroup.Evolve(
        SignalGroup.Initial,
        new SignalGroupEvent.SignalRaised(s_fingerprint, 1, s_subject, Seen(7)));

    private static readonly SignalGroup s_cleared = SignalGroup.Evolve(
        s_open,
        new SignalGroupEvent.SignalCleared(s_fingerprint, 1, "calm", new SignalSource(9, 0)));

    [Fact]
    public void The_first_alarm_opens_an_episode() => Given(SignalGroup.Initial)
        .When(group => Raise(Seen(7)).Decide(group, s_now))
        .ThenState(group => group.ShouldBe(s_open));

    [Fact]
    public void An_alarm_in_an_open_episode_repeats_it() => Given(s_open)
        .When(group => Raise(Seen(8), 4).Decide(group, s_now))
        .ThenState(group => (group.Episode, group.Count).ShouldBe((1, 4L)));

    [Fact]
    public void What_was_only_recorded_and_goes_on_under_an_active_detector_is_an_episode_of_its_own() =>
        Given(SignalGroup.Evolve(SignalGroup.Initial, new SignalGroupEvent.SignalRaised(
            s_fingerprint, 1, s_subject, Seen(7) with { Mode = DetectorMode.Monitor })))
        .When(group => Raise(Seen(8)).Decide(group, s_now))
        .ThenState(group => (group.Episode, group.Status, group.IsMonitored)
            .ShouldBe((2, SignalStatus.Open, false)));

    [Fact]
    public void An_open_episode_goes_on_when_its_detector_is_only_watched_from_now() => Given(s_open)
        .When(group => Raise(Seen(8) with { Mode = DetectorMode.Monitor }, 4).Decide(group, s_now))
        .ThenState(group => (group.Episode, group.IsMonitored).ShouldBe((1, false)));

    [Fact]
    public void The_same_finding_read_again_from_the_log_does_nothing() => Given(s_open)
        .When(group => Raise(Seen(7)).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void After_clearing_an_alarm_opens_the_next_episode_without_an_incident() =>
        Given(s_cleared with { Incident = s_incident })
        .When(group => Raise(Seen(12)).Decide(group, s_now))
        .ThenState(group => (group.Episode, group.Incident).ShouldBe((2, null)));

    [Fact]
    public void Only_an_open_episode_is_cleared() => Given(s_cleared)
        .When(group => new ClearSignal(s_fingerprint, "calm", new SignalSource(20, 0)).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void An_episode_is_not_cleared_by_what_was_found_before_its_alarm() => Given(s_open)
        .When(group => new ClearSignal(s_fingerprint, "calm", new SignalSource(6, 0)).Decide(group, s_now))
        .ThenNothing();

    [Fact]
    public void An_episode_is_linked_once() => Given(s_open)
        .When(group => new LinkSignal(s_fingerprint, s_incident).Decide(group, s_now))
        .Then(new SignalGroupEvent.SignalLinked(s_fingerprint, 1, s_incident));

    [Fact]
    public void An_episode_belongs_to_one_incident() => Given(s_open with { Incident = new IncidentId("i0") })
        .When(group => new LinkSignal(s_fingerprint, s_incident).Decide(group, s_now))
        .ThenRefused(new LinkedElsewhere(new IncidentId("i0")));

    [Fact]
    public void What_was_never_raised_belongs_to_no_incident() => Given(SignalGroup.Initial)
        .When(group => new LinkSignal(s_fingerprint, s_incident).Decide(group, s_now))
        .ThenRefused(new NothingToLink());

    [Fact]
    public void Info_is_a_note() =>
        new SignalGroupEvent.SignalRaised(s_fingerprint, 1, s_subject, Seen(1) with { SeverityHint = Severity.Sev5 })
            .IsNote.ShouldBeTrue();

    private static GivenState<SignalGroup, SignalGroupEvent> Given(SignalGroup group) =>
        A.Given<SignalGroup, SignalGroupEvent>(group, SignalGroup.Evolve);

    private static RaiseSignal Raise(SignalEvidence evidence, long count = 1) =>
        new(s_fingerprint, s_subject, evidence, count);

    private static SignalEvidence Seen(long position)
    {
        var side = new ComparedWindow(new ModelVersion("v1"), s_now, s_now, 100, 0.02);
        return new SignalEvidence(
            "1", "digest", 15, "log e-value", 13.8, null, 0.1, SignalDirection.Up, side, side, null, [],
            Severity.Sev3, EvidenceLabel.Guaranteed, "independent observations", new SignalSource(position, 0));
    }
}
