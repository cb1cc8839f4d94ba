using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall;

/// <summary>A step's wait is over.</summary>
internal sealed record EscalationStep(int Step, int Round);

/// <summary>
/// Joins what a decision about an escalation needs in its commit: the pages in the outbox and the timer of the step.
/// </summary>
internal sealed class EscalationPlanner(OnCallPolicy policy)
{
    private static readonly ProcessManager<Escalation, EscalationEvent> s_process =
        new(OnCallStreams.Escalation, new ProcessTimer<Escalation>(Scheduled.Kind<EscalationStep>(), StepEnd));

    /// <summary>
    /// Decides while somebody still has to be woken. The incident is guarded, so that no page leaves after an
    /// acknowledgement was committed, however close the two come.
    /// </summary>
    public Plan<EscalationEvent> Wake(Waking on, Func<Escalation, Decision<EscalationEvent>> decide)
    {
        if (!NeedsSomebody(on.Incident))
            return Decision.Nothing<EscalationEvent>();
        var decision = decide(on.Escalation);
        return decision.Events.Count == 0 ? decision : Join(on, decision);
    }

    /// <summary>
    /// A decision that wakes nobody: its timer goes, and pages that wait for another attempt are taken back.
    /// </summary>
    public static Plan<EscalationEvent> Quiet(Waking on, Decision<EscalationEvent> decision)
    {
        var after = s_process.After(on.Escalation, decision);
        var withdrawn = new Effects { Writes = [OutboxTable.Withdraw(OnCallStreams.Escalation.IdOf(on.Id))] };
        return new(decision, s_process.TimersOf(on.Id, on.Escalation, after, on.Now).And(withdrawn));
    }

    private static bool NeedsSomebody(Incident incident) =>
        incident.IsUnresolved
        && incident.AcknowledgedBy is null
        && Ladder.Pages(incident.Severity);

    private Plan<EscalationEvent> Join(Waking on, Decision<EscalationEvent> decision)
    {
        var after = s_process.After(on.Escalation, decision);
        var effects = s_process.TimersOf(on.Id, on.Escalation, after, on.Now);
        var events = decision.Events.ToList();
        foreach (var page in decision.Events.OfType<EscalationEvent.PageRequested>())
        {
            var message = PageMessage.For(after.Pinned!, page, on.Incident, policy.PublicUrl, on.Now);
            if (policy.AddressOf(page.Recipient) is { } address)
                effects = effects with { Send = [.. effects.Send, message.To(address, page.IdempotencyKey)] };
            else
                events.Add(Unreachable(page));
        }

        return new Plan<EscalationEvent>(Decision.Append<EscalationEvent>([.. events]), effects);
    }

    // A recipient that the pinned ladder names and today's policy does not: said at once, and the ladder goes on.
    private static EscalationEvent.PageAttempted Unreachable(EscalationEvent.PageRequested page) =>
        new(page.IdempotencyKey, 1, PageOutcome.Failed, null, Final: true);

    private static TimerToArm? StepEnd(Escalation state, string incident, DateTimeOffset now) =>
        state is { Status: EscalationStatus.Climbing, Pinned: { } pinned, Step: > 0 }
            ? Scheduled.At(
                new EscalationStep(state.Step, state.Round),
                incident,
                now + TimeSpan.FromSeconds(pinned.Steps[state.Step - 1].WaitSeconds))
            : null;
}

/// <summary>What a decision about an escalation is made from.</summary>
internal sealed record Waking(string Id, Escalation Escalation, Incident Incident, DateTimeOffset Now);
