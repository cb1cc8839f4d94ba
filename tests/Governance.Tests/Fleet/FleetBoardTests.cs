using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Fleet.Board;
using Governance.Server.Pipeline;

namespace Governance.Tests.Fleet;

/// <summary>What was watched, and what was not measured.</summary>
public sealed class FleetBoardTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly FleetBoard _board = new();
    private long _position;

    [Fact]
    public void A_share_is_of_the_inferences_and_unknown_without_any()
    {
        Happened(Segment(("inference", 8), ("toolCall", 2)) with { Known = Counts(("version", 4)) });
        var row = _board.All().ShouldHaveSingleItem();
        (row.Observations, row.ShareKnown("version"), row.ShareKnown("tokens"), row.ScoresEach)
            .ShouldBe((10, 0.5, 0.0, null));
        Happened(Segment(("servingState", 1)), "other");
        _board.All()[0].ShareKnown("version").ShouldBe(0.5);
        _board.All()[1].ShareKnown("version").ShouldBeNull();
    }

    [Fact]
    public void Observed_is_unregistered_until_somebody_answers_for_it()
    {
        Happened(new DeploymentEvent.Observed("desk", "production", "desk"));
        _board.All().ShouldHaveSingleItem().Owner.ShouldBeNull();
        Happened(new DeploymentEvent.Registered("desk", "production", "support team"));
        _board.All().ShouldHaveSingleItem().Owner.ShouldBe("support team");
    }

    [Fact]
    public void Versions_stand_in_the_order_they_were_last_seen()
    {
        Happened(Segment(("inference", 1)) with { Serving = [Seen("v1", 0), Seen("v2", 1)] });
        Happened(Segment(("inference", 1)) with { Serving = [Seen("v1", 5)] });
        _board.All()[0].Versions.Select(seen => seen.Version).ShouldBe(["v1", "v2"]);
    }

    private static ServingSeen Seen(string version, int minute) =>
        new(version, null, 1, s_at.AddMinutes(minute), s_at.AddMinutes(minute));

    private static Dictionary<string, int> Counts(params (string Name, int Count)[] counts) =>
        counts.ToDictionary(pair => pair.Name, pair => pair.Count);

    private static BehaviourEvent.SegmentRecorded Segment(params (string Kind, int Count)[] kinds) => new(
        "d1", "desk", "production", new DateOnly(2026, 11, 20), s_at, s_at, kinds.Sum(kind => kind.Count),
        Counts(kinds), [], "sha256:", "", 1);

    private void Happened(object happened, string deployment = "d1")
    {
        if (happened is BehaviourEvent.SegmentRecorded segment)
            happened = segment with { Deployment = deployment, Name = deployment };
        var recorded = new RecordedEvent(
            ++_position, Guid.CreateVersion7(s_at), $"deployment-{deployment}", 1,
            EventTypes.AliasOf(happened.GetType()),
            default, s_at, null, null, null, null, null);
        _board.Apply(new Fact(recorded, happened));
    }
}
