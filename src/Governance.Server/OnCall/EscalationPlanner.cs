using System.Globalization;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>
/// Joins what a decision about an escalation needs in its commit: the pages in the outbox and the timer of the step.
/// </summary>
internal sealed class EscalationPlanner(OnCallPolicy policy)
{
    /// <summary>The kind of the timer that ends a step.</summary>
    public const string TimerKind = "escalation-step";

    /// <summary>
    /// Decides while somebody still has to be woken. The incident is guarded, so that no page leaves after an
    /// acknowledgement was committed, however close the two come.
    /// </summary>
    public async ValueTask<Plan<EscalationEvent>> WakeAsync(
        Deciding<Escalation> from, string incidentId, Func<Escalation, Decision<EscalationEvent>> decide)
    {
        var incident = await from.ReadAsync(OnCallStreams.Incident, incidentId);
        return NeedsSomebody(incident)
            ? Join(from, decide(from.State), incident)
            : Decision.Nothing<EscalationEvent>();
    }

    /// <summary>
    /// A decision that wakes nobody: its timer goes, and pages that wait for another attempt are taken back.
    /// </summary>
    public static Plan<EscalationEvent> Quiet(string incidentId, Decision<EscalationEvent> decision) => new(
        decision,
        new Effects
        {
            Cancel = [TimerOf(incidentId)],
            Writes = [OutboxTable.Withdraw(OnCallStreams.Escalation.IdOf(incidentId))],
        });

    /// <summary>What a step's timer says: which step of which round is over.</summary>
    public static (int Step, int Round) ReadTimer(string payloadJson)
    {
        var payload = JsonDocument.Parse(payloadJson).RootElement;
        return (payload.GetProperty("step").GetInt32(), payload.GetProperty("round").GetInt32());
    }

    private static bool NeedsSomebody(Incident incident) =>
        incident.Status is IncidentStatus.Open or IncidentStatus.Contained
        && incident.AcknowledgedBy is null
        && Ladder.Pages(incident.Severity);

    private Plan<EscalationEvent> Join(
        Deciding<Escalation> from, Decision<EscalationEvent> decision, Incident incident)
    {
        if (decision.Events.Count == 0)
            return decision;
        var after = decision.Events.Aggregate(from.State, Escalation.Evolve);
        var pinned = after.Pinned!;
        var effects = after.Status is EscalationStatus.Climbing
            ? new Effects { Arm = [Timer(pinned, after, from.Now)] }
            : new Effects { Cancel = [TimerOf(pinned.Incident.Value)] };
        var events = decision.Events.ToList();
        foreach (var page in decision.Events.OfType<EscalationEvent.PageRequested>())
        {
            var message = PageMessage.For(pinned, page, incident, policy.PublicUrl, from.Now);
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

    private static TimerToArm Timer(EscalationEvent.EscalationStarted pinned, Escalation after, DateTimeOffset now)
    {
        var payload = string.Create(
            CultureInfo.InvariantCulture, $$"""{"step":{{after.Step}},"round":{{after.Round}}}""");
        var wait = TimeSpan.FromSeconds(pinned.Steps[after.Step - 1].WaitSeconds);
        return new TimerToArm(TimerKind, pinned.Incident.Value, now + wait, payload);
    }

    private static TimerKey TimerOf(string incidentId) => new(TimerKind, incidentId);
}
