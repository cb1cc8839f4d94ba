using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Fleet.Board;
using Governance.Server.Pipeline;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Fleet;

public sealed class FleetBoardTests
{
    private const string Id = "d1";

    private static readonly SignalSubject s_subject =
        new(new DeploymentId(Id), "voice-desk", V2, SignalKind.UnseenTool, null, "unseen");

    private readonly FleetBoard _board = new();
    private long _position;

    [Fact]
    public void What_streams_is_on_the_board_though_nobody_answers_for_it()
    {
        Stream(7, ("v1", 6));
        var row = Row();
        (row.Name, row.Status, row.Owner, row.Observations, row.Observations24Hours)
            .ShouldBe(("voice-desk", DeploymentStatus.Unregistered, null, 7L, 7L));
        row.Kinds.ShouldBe([KeyValuePair.Create("inference", 7L)]);
        row.Versions.ShouldHaveSingleItem().IsRegistered.ShouldBeFalse();
    }

    [Fact]
    public void What_was_registered_and_never_heard_is_not_seen_zero_times()
    {
        Register();
        var row = Row();
        (row.Status, row.FirstSeen, row.LastSeen, row.ShareKnown("version"))
            .ShouldBe((DeploymentStatus.Registered, null, null, null));
        row.Versions.ShouldHaveSingleItem().Share24Hours.ShouldBeNull();
    }

    [Fact]
    public void Spans_without_a_version_are_a_line_of_their_own()
    {
        Stream(10, ("v1", 6), (null, 2));
        Row().Versions.Select(version => (version.Version, version.Served, version.Share24Hours))
            .ShouldBe([(V1, 6, 0.75), (null, 2, 0.25)]);
    }

    [Fact]
    public void A_share_is_of_the_inferences_and_unknown_without_any()
    {
        Tell($"behaviour-{Id}", Segment(3, Noon) with { Kinds = Counts(("toolCall", 3)) });
        (Row().ShareKnown("version"), Row().ScoresEach).ShouldBe((null, null));
        var more = Segment(10, Noon) with { Kinds = Counts(("inference", 8), ("evaluation", 2)) };
        Tell($"behaviour-{Id}", more with { Known = Counts(("version", 4)) });
        (Row().ShareKnown("version"), Row().ShareKnown("tokens"), Row().ScoresEach)
            .ShouldBe((new KnownShare(4, 8), new KnownShare(0, 8), 0.25));
    }

    [Fact]
    public void Observed_is_unregistered_until_somebody_answers_for_it()
    {
        Tell($"deployment-{Id}", new DeploymentEvent.Observed("voice-desk", "production", null));
        (Row().Status, Row().Owner).ShouldBe((DeploymentStatus.Unregistered, null));
        Register();
        (Row().Status, Row().Owner).ShouldBe((DeploymentStatus.Registered, "desk"));
    }

    [Fact]
    public void A_served_name_belongs_to_its_registered_version()
    {
        Register("chat-2026-03");
        Stream(4, ("chat-2026-03", 4));
        var version = Row().Versions.ShouldHaveSingleItem();
        (version.Version, version.IsRegistered, version.Served).ShouldBe((V1, true, 4L));
    }

    [Fact]
    public void A_day_later_the_last_24_hours_are_empty_and_the_month_is_not()
    {
        Stream(7, ("v1", 6));
        var row = Row(Noon.AddDays(2));
        (row.Observations24Hours, row.Observations30Days, row.Versions[0].Share24Hours).ShouldBe((0L, 7L, null));
        _board.Watched(Noon.AddDays(2)).ShouldBe(new WatchedFleet(1, 7));
        _board.Watched(Noon.AddDays(40)).ShouldBe(new WatchedFleet(0, 0));
    }

    [Fact]
    public void A_sender_whose_clock_runs_ahead_is_seen_no_later_than_it_was_recorded()
    {
        Tell($"behaviour-{Id}", Segment(3, Noon.AddHours(5), ("v1", 3)));
        (Row().LastSeen, Row().Versions[0].LastSeen, Row().Observations24Hours).ShouldBe((Noon, Noon, 3L));
    }

    [Fact]
    public void Restrictions_stand_until_their_cause_is_released()
    {
        Register();
        Tell($"deployment-{Id}", new DeploymentEvent.Restricted(RestrictionCause.Incident, "i1", V2));
        Row().Restrictions.ShouldBe([new Restriction(RestrictionCause.Incident, "i1", V2)]);
        Tell($"deployment-{Id}", new DeploymentEvent.Released(RestrictionCause.Incident, "i1"));
        Row().Restrictions.ShouldBeEmpty();
    }

    [Fact]
    public void Incidents_show_their_severity_of_now_and_the_unresolved_come_first()
    {
        Register();
        Declare("i1");
        Declare("i2");
        Tell("incident-i2", new IncidentEvent.IncidentResolved(Officer, "mended"));
        Tell("incident-i1", new IncidentEvent.SeverityRaised(Severity.Sev3, Severity.Sev1, Officer, "worse"));
        Row().Incidents.Select(incident => (incident.Id.Value, incident.Severity, incident.IsUnresolved))
            .ShouldBe([("i1", Severity.Sev1, true), ("i2", Severity.Sev3, false)]);
    }

    [Fact]
    public void The_oldest_resolved_incident_makes_room()
    {
        Register();
        Declare("first");
        Declare("second");
        Tell("incident-second", new IncidentEvent.IncidentResolved(Officer, "mended"));
        for (var i = 0; i < 49; i++)
            Declare($"i{i}");
        var kept = Row().Incidents.Select(incident => incident.Id.Value).ToList();
        kept.Count.ShouldBe(50);
        kept.ShouldContain("first");
        kept.ShouldNotContain("second");
    }

    [Fact]
    public void A_detectors_episode_is_open_until_it_clears_and_knows_its_incident()
    {
        Register();
        var fingerprint = new Fingerprint("f1");
        Tell("signal-group-f1", new SignalGroupEvent.SignalRaised(fingerprint, 1, s_subject, Evidence()));
        Tell("signal-group-f1", new SignalGroupEvent.SignalLinked(fingerprint, 1, new IncidentId("i1")));
        Row().Findings.ShouldBe([new FindingSeen(s_subject, Severity.Sev2, Noon, null, new IncidentId("i1"))]);
        Tell("signal-group-f1", new SignalGroupEvent.SignalCleared(fingerprint, 1, "calm", new SignalSource(9, 0)));
        Row().Findings[0].IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Versions_past_the_limit_count_in_the_whole_only()
    {
        for (var i = 0; i < 70; i++)
            Stream(1, ($"v{i}", 1));
        Row().Versions.Count.ShouldBe(64);
        Row().Versions[0].Share24Hours.ShouldBe(1.0 / 70);
    }

    private FleetRow Row(DateTimeOffset? now = null) =>
        _board.Find(new DeploymentId(Id), now ?? Noon).ShouldNotBeNull();

    private void Register(params string[] served)
    {
        Tell($"deployment-{Id}", new DeploymentEvent.Registered("voice-desk", "production", "desk"));
        Tell($"deployment-{Id}", new DeploymentEvent.VersionRegistered(V1, null, Author, served));
    }

    private void Stream(int count, params (string? Version, int Count)[] served) =>
        Tell($"behaviour-{Id}", Segment(count, Noon.AddMinutes(-1), served));

    private void Declare(string id) => Tell(
        $"incident-{id}",
        new IncidentEvent.IncidentDeclared("Refusals rose", Severity.Sev3, DetectedBy.Human, Officer)
        {
            Deployment = new DeploymentId(Id),
        });

    private static BehaviourEvent.SegmentRecorded Segment(
        int count, DateTimeOffset to, params (string? Version, int Count)[] served) => new(
            Id, "voice-desk", "production", DateOnly.FromDateTime(to.UtcDateTime), to.AddMinutes(-1), to, count,
            Counts(("inference", count)),
            [.. served.Select(one => new ServingSeen(one.Version, null, one.Count, to.AddMinutes(-1), to))],
            "sha256:", "", 1);

    private static Dictionary<string, int> Counts(params (string Name, int Count)[] counts) =>
        counts.ToDictionary(pair => pair.Name, pair => pair.Count);

    private static SignalEvidence Evidence()
    {
        var side = new ComparedWindow(V1, Noon, Noon, 100, 0);
        return new SignalEvidence(
            "1", "digest", 0.001, "p-value", 0.01, 0.001, 0.3, SignalDirection.Up, side, side, "run_shell", [],
            Severity.Sev2, EvidenceLabel.Guaranteed, "calls come in no particular order", new SignalSource(7, 0));
    }

    private void Tell(string stream, object fact)
    {
        var data = EventTypes.Encode(fact);
        _board.Apply(new Fact(
            new RecordedEvent(
                ++_position, Guid.Empty, stream, 1, data.Type, data.Data, Noon, null, null, null, null, null),
            fact));
    }
}
