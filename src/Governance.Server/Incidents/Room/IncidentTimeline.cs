using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Audit;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Runbooks;
using Governance.Domain.OnCall;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Clocks;
using Governance.Server.Incidents.Correlation;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Room;

/// <summary>
/// The story of an incident, read from the facts of every stream that it touches: its own, its signal's, its
/// escalation's and those of the orders given for it. Nothing is copied, so nothing can disagree.
/// </summary>
internal static class IncidentTimeline
{
    /// <summary>The facts in the log's order; a page and its attempts are one item.</summary>
    internal static IReadOnlyList<TimelineItem> Of(IReadOnlyList<Fact> facts)
    {
        var unpaged = facts.Any(fact => fact.Event is EscalationEvent.EscalationStarted { Steps.Count: 0 });
        var attempts = facts.Where(fact => fact.Event is EscalationEvent.PageAttempted)
            .ToLookup(fact => ((EscalationEvent.PageAttempted)fact.Event).IdempotencyKey);
        var requested = facts.Select(fact => fact.Event).OfType<IncidentEvent.ContainmentRequested>()
            .Select(order => order.Order).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. facts.OrderBy(fact => fact.Position)
                .Where(fact => !(unpaged && fact.Event is EscalationEvent.EscalationExhausted))
                .Select(fact => fact.Event switch
                {
                    IncidentEvent e => OfIncident(fact, e),
                    SignalGroupEvent e => OfSignal(fact, e),
                    EscalationEvent e => OfEscalation(fact, e, attempts),
                    RolloutEvent e => OfRollout(fact, e),
                    RegulatoryClockEvent e => OfClocks(fact, e),
                    RunbookEvent e => RunbookWords.ItemOf(fact, e),
                    HaltEvent.HaltOrdered when requested.Contains(fact.StreamId) => null,
                    HaltEvent e => OfHalt(fact, e),
                    AuditEvent.LogDamaged e => Item(
                        fact,
                        TimelineKind.Signal,
                        $"The log differs at position {e.Position} from what was signed",
                        null,
                        e.Detail,
                        Tone.Critical),
                    StreamArchived e => Item(fact, TimelineKind.Act, "Archived", null, e.Reason, Tone.Low),
                    _ => null,
                })
                .OfType<TimelineItem>(),
        ];
    }

    private static TimelineItem? OfIncident(Fact fact, IncidentEvent happened) => happened switch
    {
        IncidentEvent.IncidentDeclared e => Item(
            fact, TimelineKind.Act, $"Declared: {e.Title}", e.By, null, e.Severity.AsTone()),
        IncidentEvent.SignalJoined => null, // The signal itself is in the timeline.
        IncidentEvent.SeverityRaised e => Item(
            fact, TimelineKind.Act, $"Raised from {e.From.Word()} to {e.To.Word()}", e.By, e.Reason, e.To.AsTone()),
        IncidentEvent.IncidentAcknowledged e => Item(fact, TimelineKind.Act, "Acknowledged", e.By, null, Tone.Info),
        IncidentEvent.NoteAdded e => Item(fact, TimelineKind.Note, e.Text, e.By, null, Tone.Info),
        IncidentEvent.ContainmentRequested e => Item(
            fact, TimelineKind.Containment, $"{Word(e.Action)} of {e.Target} ordered", e.By, null, Tone.Low),
        IncidentEvent.ContainmentEffectObserved e => Item(
            fact,
            TimelineKind.Containment,
            $"{Word(e.Action)} seen to take effect",
            null,
            $"Time to effect {Moment.Length(TimeSpan.FromMilliseconds(e.ElapsedMs))}, by telemetry.",
            Tone.Ok),
        IncidentEvent.ContainmentEffectNotObserved e => Item(
            fact,
            TimelineKind.Containment,
            $"{Word(e.Action)} not seen to take effect",
            null,
            e.Finding,
            Tone.Critical),
        _ => EndingWords.Of(fact, happened),
    };

    private static TimelineItem? OfSignal(Fact fact, SignalGroupEvent happened) => happened switch
    {
        SignalGroupEvent.SignalRaised e => Item(
            fact,
            TimelineKind.Signal,
            e.Evidence.Condition is null
                ? $"{Name(e.Subject)} crossed its threshold"
                : $"{SignalText.NameOf(e.Subject.Signal)}: found by rule",
            null,
            EvidenceWords.Of(e.Evidence),
            Tone.Medium),
        SignalGroupEvent.SignalRepeated e => Item(
            fact,
            TimelineKind.Signal,
            $"Found again, {e.Count} times so far",
            null,
            EvidenceWords.Of(e.Evidence),
            Tone.Medium),
        SignalGroupEvent.SignalRevised e => Item(
            fact,
            TimelineKind.Signal,
            e.Stands ? "Revised by late observations" : "Taken back by late observations",
            null,
            EvidenceWords.OfRevision(e),
            e.Stands ? Tone.Medium : Tone.Ok),
        SignalGroupEvent.SignalCleared e => Item(fact, TimelineKind.Signal, "Signal cleared", null, e.Reason, Tone.Ok),
        SignalGroupEvent.SignalJudged e => Item(
            fact,
            TimelineKind.Act,
            $"Signal judged {e.Disposition.ToString().ToLowerInvariant()}",
            e.By,
            e.Reason,
            Tone.Low),
        SignalGroupEvent.SignalLinked => null,
        _ => throw new UnreachableException($"The timeline does not know {happened.GetType().Name}."),
    };

    private static TimelineItem? OfEscalation(
        Fact fact, EscalationEvent happened, ILookup<string, Fact> attempts) => happened switch
        {
            EscalationEvent.EscalationStarted { Steps.Count: 0 } => Item(
                fact,
                TimelineKind.Page,
                "Nobody is paged",
                null,
                "No ladder is configured: OnCall:Ladder is empty.",
                Tone.High),
            EscalationEvent.EscalationStarted e => Item(
                fact, TimelineKind.Page, $"Escalation of {e.Steps.Count} steps started", null, null, Tone.Info),
            EscalationEvent.PageRequested e => Item(
                fact,
                TimelineKind.Page,
                $"Paged {e.Recipient}",
                null,
                $"Step {e.Step}, round {e.Round}, by {e.Channel}. {PageReport.OutcomeOf(attempts[e.IdempotencyKey])}",
                PageReport.ToneOf(attempts[e.IdempotencyKey])),
            EscalationEvent.EscalationPaused => null, // The acknowledgement says it.
            EscalationEvent.EscalationResumed e => Item(
                fact, TimelineKind.Page, "Escalation resumed", null, e.Reason, Tone.Medium),
            EscalationEvent.EscalationExhausted e => Item(
                fact,
                TimelineKind.Page,
                "Nobody answered the whole ladder",
                null,
                $"Round {e.Round} ended without an acknowledgement.",
                Tone.Critical),
            EscalationEvent.EscalationStepSkipped e => Item(
                fact, TimelineKind.Page, $"Step {e.Step} paged nobody", null, $"Passed over: {e.Reason}.", Tone.Medium),
            EscalationEvent.EscalationHeld e => Item(
                fact,
                TimelineKind.Page,
                $"Step {e.Step} waits until somebody is on call",
                null,
                $"At the latest until {Moment.Absolute(e.GiveUpAt)}.",
                Tone.Medium),
            EscalationEvent.EscalationMovedToPolicyVersion e => Item(
                fact, TimelineKind.Page, $"Escalation moved to version {e.Version} of its ladder", e.By, null,
                Tone.Info),
            EscalationEvent.EscalationStepStarted
                or EscalationEvent.PageAttempted
                or EscalationEvent.EscalationStopped => null,
            _ => throw new UnreachableException($"The timeline does not know {happened.GetType().Name}."),
        };

    /// <summary>Only what the incident's own facts do not say already.</summary>
    private static TimelineItem? OfRollout(Fact fact, RolloutEvent happened) => happened switch
    {
        RolloutEvent.StageHeld e => Item(fact, TimelineKind.Containment, "Rollout held", e.By, null, Tone.Low),
        RolloutEvent.HoldReleased e => Item(
            fact, TimelineKind.Containment, "Hold released", Actor.Person(e.By), e.Reason, Tone.Medium),
        _ => null,
    };

    private static TimelineItem? OfHalt(Fact fact, HaltEvent happened) => happened switch
    {
        HaltEvent.HaltOrdered e => Item(
            fact, TimelineKind.Containment, $"Halt of {e.DeploymentName} ordered", e.By, e.Reason, Tone.Low),
        HaltEvent.HaltEffectNotObserved { Instance: not null } e => Item(
            fact, TimelineKind.Containment, ContainmentOrder.GoesOn(e), null, null, Tone.Critical),
        HaltEvent.HaltAcknowledged e => Item(
            fact,
            TimelineKind.Containment,
            $"Sender {e.Instance} says it stopped",
            null,
            "An acknowledgement is not an effect: the telemetry decides.",
            Tone.Info),
        HaltEvent.ReenableRequested e => Item(
            fact, TimelineKind.Containment, "Asked to serve again", Actor.Person(e.By), e.Reason, Tone.Info),
        HaltEvent.ReenableApproved e => Item(
            fact, TimelineKind.Containment, "Serves again, by two people", Actor.Person(e.By), e.Reason, Tone.Medium),
        _ => null,
    };

    private static TimelineItem? OfClocks(Fact fact, RegulatoryClockEvent happened) =>
        ClockWords.Of(happened) is var (what, by, detail, tone)
            ? Item(fact, TimelineKind.Report, what, by, detail, tone)
            : null;

    internal static TimelineItem Item(
        Fact fact, TimelineKind kind, string what, Actor? by, string? detail, Tone tone) =>
        new(fact.Position, fact.At, kind, what, by?.Id, detail, tone);

    private static string Name(SignalSubject subject) => subject.Signal is SignalKind.UnseenTool
        ? "Unseen tool"
        : FindingTitle.What(subject);

    private static string Word(ContainmentAction action) => action switch
    {
        ContainmentAction.Rollback => "Rollback",
        ContainmentAction.Halt => "Halt",
        _ => throw new UnreachableException($"Unknown action {action}."),
    };
}
