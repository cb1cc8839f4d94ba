using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Tests.Signals.Backtests;

/// <summary>Which incidents there would have been, and how findings fall together.</summary>
public sealed class TriedIncidentTests
{
    private const long From = 100;
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeploymentId s_deployment = new("d1");
    private static readonly Fingerprint s_fingerprint = new("f1");
    private static readonly Actor s_officer = Actor.Part("test");

    private readonly RecordedPast _past = new(new HashSet<DeploymentId> { s_deployment });

    [Fact]
    public void Each_episode_opens_an_incident_once_the_last_has_cleared()
    {
        var found = Tried(Raised(110, 1), Repeated(115, 1), Cleared(120, 1), Raised(130, 2));
        found.Select(one => one.Episode.Incidents).ShouldBe([1, 1]);
        found.Select(one => one.Episode.EndPosition).ShouldBe([120, null]);
    }

    [Fact]
    public void An_episode_joins_the_incident_that_people_had_not_resolved()
    {
        Declared(111);
        Tried(Raised(110, 1), Repeated(115, 1), Cleared(120, 1), Raised(130, 2))
            .Select(one => one.Episode.Incidents).ShouldBe([1, 0]);
    }

    [Fact]
    public void After_people_resolved_theirs_another_alarm_opens_the_next()
    {
        Declared(111);
        Resolved(114);
        Tried(Raised(110, 1), Repeated(115, 1)).ShouldHaveSingleItem().Episode.Incidents.ShouldBe(2);
    }

    [Fact]
    public void A_note_opens_none() =>
        Tried(Raised(110, 1, Severity.Sev5)).ShouldHaveSingleItem().Episode.Incidents.ShouldBe(0);

    [Fact]
    public void What_is_only_recorded_opens_none()
    {
        var raised = Raised(110, 1);
        var seen = (SignalGroupEvent.SignalRaised)raised.Event;
        var recorded = seen with { Evidence = seen.Evidence with { Mode = DetectorMode.Monitor } };
        Tried(raised with { Event = recorded }).ShouldHaveSingleItem().Episode.Incidents.ShouldBe(0);
    }

    [Fact]
    public void What_was_over_before_the_range_does_not_count() =>
        Tried(Raised(10, 1), Cleared(20, 1)).ShouldBeEmpty();

    [Fact]
    public void Findings_of_one_stream_that_overlap_are_one()
    {
        Log(new SignalGroupEvent.SignalRaised(s_fingerprint, 1, Subject, Evidence(112, Severity.Sev3)), 113);
        Log(new SignalGroupEvent.SignalJudged(s_fingerprint, 1, Disposition.True, s_officer, "seen"), 140);
        var compared = Comparison.Of(
            From,
            Tried(Raised(110, 1), Cleared(125, 1), Raised(150, 2)),
            Tried(Raised(120, 1)),
            _past.Between(From, 200));
        compared.Signals.Count.ShouldBe(2);
        (compared.Signals[0].A!.Position, compared.Signals[0].B!.Position).ShouldBe((110, 120));
        compared.Overlap().MedianSecondsLater.ShouldBe(10);
        var (a, b) = (compared.OutcomeOf("a", one => one.A), compared.OutcomeOf("b", one => one.B));
        (a.Signals, a.True, a.New, a.Missed).ShouldBe((2, 1, 1, 0));
        (b.Signals, b.True, b.New, b.Missed).ShouldBe((1, 1, 0, 0));
        compared.Overlap().OnlyA.ShouldBe(1);
    }

    [Fact]
    public void What_people_judged_true_and_nobody_found_is_missed()
    {
        Log(new SignalGroupEvent.SignalRaised(s_fingerprint, 1, Subject, Evidence(112, Severity.Sev3)), 113);
        Log(new SignalGroupEvent.SignalJudged(s_fingerprint, 1, Disposition.True, s_officer, "seen"), 140);
        var compared = Comparison.Of(From, [], null, _past.Between(From, 200));
        compared.OutcomeOf("a", one => one.A).Missed.ShouldBe(1);
        compared.Overlap().OnlyRecorded.ShouldBe(1);
        compared.Digest.ShouldBe(Comparison.Of(From, [], null, _past.Between(From, 200)).Digest);
    }

    private static SignalSubject Subject { get; } =
        new(s_deployment, "support", new ModelVersion("v1"), SignalKind.Refusal, null, "drift");

    private List<TriedEpisodes.Found> Tried(params IEnumerable<TrialFact> facts)
    {
        var tried = new TriedEpisodes(From, _past);
        foreach (var fact in facts)
            tried.Take(fact);
        return [.. tried.All().OrderBy(one => one.Episode.Position)];
    }

    private static TrialFact Raised(long position, int episode, Severity severity = Severity.Sev3) => At(
        position, new SignalGroupEvent.SignalRaised(s_fingerprint, episode, Subject, Evidence(position, severity)));

    private static TrialFact Repeated(long position, int episode) => At(
        position, new SignalGroupEvent.SignalRepeated(s_fingerprint, episode, 2, Evidence(position, Severity.Sev3)));

    private static TrialFact Cleared(long position, int episode) => At(
        position,
        new SignalGroupEvent.SignalCleared(s_fingerprint, episode, "back", new SignalSource(position, 0)));

    private static TrialFact At(long position, SignalGroupEvent fact) =>
        new(position, s_start.AddSeconds(position), fact);

    private static SignalEvidence Evidence(long position, Severity severity) => new ConditionSeen(
        "It holds.", "share", 2, 1, "").ToEvidence(
        new ModelVersion("v1"), s_start, s_start, [], severity, new SignalSource(position, 0));

    private void Declared(long position) => Log(
        new IncidentEvent.IncidentDeclared("It is broken", Severity.Sev3, DetectedBy.Signal, s_officer)
        {
            Deployment = s_deployment,
            Fingerprint = s_fingerprint,
        },
        position);

    private void Resolved(long position) =>
        Log(new IncidentEvent.IncidentResolved(s_officer, "mended"), position);

    private void Log(object fact, long position)
    {
        var encoded = EventTypes.Encode(fact);
        _past.Take(new Fact(
            new RecordedEvent(
                position, Guid.Empty, fact is IncidentEvent ? "incident-i1" : "signal-group-f1", 1, encoded.Type,
                encoded.Data, s_start.AddSeconds(position), null, null, null, null, null),
            fact));
    }
}
