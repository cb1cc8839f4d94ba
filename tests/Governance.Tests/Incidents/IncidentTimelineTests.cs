using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.EventSourcing;
using Governance.Server.Incidents.Room;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Tests.Incidents;

public sealed class IncidentTimelineTests
{
    [Fact]
    public void Facts_are_told_in_the_logs_order_with_their_positions() =>
        Told(
            (2, new IncidentEvent.IncidentAcknowledged(IncidentFixtures.Officer)),
            (1, IncidentFixtures.Declaration),
            (3, new IncidentEvent.ContainmentEffectObserved(ContainmentAction.Rollback, "rollout-r", 8_200)))
        .Select(item => (item.Position, item.What)).ShouldBe(
        [
            (1, "Declared: Unseen tool on support-triage v2"),
            (2, "Acknowledged"),
            (3, "Rollback seen to take effect"),
        ]);

    [Fact]
    public void Time_to_effect_is_in_the_story() =>
        Told((3, new IncidentEvent.ContainmentEffectObserved(ContainmentAction.Halt, "halt-h", 8_200)))
            .Single().Detail.ShouldBe("Time to effect 8.2 s, by telemetry.");

    [Fact]
    public void A_page_and_its_attempts_are_one_item()
    {
        var item = Told(
            (5, new EscalationEvent.PageRequested("officer", "webhook", 1, 1, "key")),
            (6, new EscalationEvent.PageAttempted("key", 1, PageOutcome.Failed, 503, false)),
            (7, new EscalationEvent.PageAttempted("key", 2, PageOutcome.Accepted, 200, true))).Single();
        (item.What, item.Tone).ShouldBe(("Paged officer", Tone.Info));
        item.Detail.ShouldBe("Step 1, round 1, by webhook. Accepted, HTTP 200, attempt 2.");
    }

    [Fact]
    public void A_page_that_failed_for_good_asks_for_attention() =>
        Told(
            (5, new EscalationEvent.PageRequested("officer", "webhook", 1, 1, "key")),
            (6, new EscalationEvent.PageAttempted("key", 8, PageOutcome.Failed, null, true)))
        .Single().Tone.ShouldBe(Tone.High);

    [Fact]
    public void A_ladder_without_steps_says_that_nobody_is_paged() =>
        Told((4, new EscalationEvent.EscalationStarted(new IncidentId("i"), 1, "sha256:0", [], 1)))
            .Single().What.ShouldBe("Nobody is paged");

    private static IReadOnlyList<TimelineItem> Told(params (long Position, object Event)[] facts) =>
        IncidentTimeline.Of([.. facts.Select(fact => new Fact(
            new RecordedEvent(
                fact.Position,
                Guid.Empty,
                "incident-i",
                1,
                "x",
                default,
                IncidentFixtures.Now,
                null,
                null,
                null,
                null,
                null),
            fact.Event))]);
}
