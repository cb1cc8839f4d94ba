using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Server.OnCall.Answers;
using Governance.Server.OnCall.Contacts;
using Governance.Server.OnCall.Ladders;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall;

/// <summary>A step's wait is over, or its hold.</summary>
internal sealed record EscalationStep(int Step, int Round)
{
    /// <summary>The step was held until somebody is on call.</summary>
    public bool Held { get; init; }
}

/// <summary>
/// Joins what a decision about an escalation needs in its commit: the pages in the outbox and the timer of the step.
/// </summary>
internal sealed class EscalationPlanner(
    OnCallPolicy policy, LadderBook ladders, CrewFinder crews, ContactTable contacts, AnswerLinks answers)
{
    private static readonly ProcessManager<Escalation, EscalationEvent> s_process =
        new(OnCallStreams.Escalation, new ProcessTimer<Escalation>(Scheduled.Kind<EscalationStep>(), StepEnd));

    /// <summary>Begins to page by the ladder as it is now.</summary>
    /// <param name="number">Position of the incident's declaration.</param>
    public async Task<Plan<EscalationEvent>> StartAsync(Waking on, long number, CancellationToken ct)
    {
        if (!NeedsSomebody(on.Incident))
            return Decision.Nothing<EscalationEvent>();
        var ladder = await ladders.CurrentAsync(on.Reading);
        var crew = await crews.FindAsync(on.Reading, ladder.Steps, on.Incident.Severity, ct);
        var start = new StartEscalation(new IncidentId(on.Id), number, ladder, crew);
        return await JoinAsync(on, start.Decide(on.Escalation), ct);
    }

    /// <summary>
    /// Decides while somebody still has to be woken. The incident is guarded, so that no page leaves after an
    /// acknowledgement was committed, however close the two come.
    /// </summary>
    public async Task<Plan<EscalationEvent>> WakeAsync(
        Waking on, Func<Crew, Decision<EscalationEvent>> decide, CancellationToken ct)
    {
        if (!NeedsSomebody(on.Incident) || on.Escalation.Pinned is not { } pinned)
            return Decision.Nothing<EscalationEvent>();
        var crew = await crews.FindAsync(on.Reading, pinned.Steps, on.Incident.Severity, ct);
        return await JoinAsync(on, decide(crew), ct);
    }

    /// <summary>Lets an escalation follow the ladder as it is now.</summary>
    public async Task<Plan<EscalationEvent>> MoveAsync(Waking on, Actor by, CancellationToken ct)
    {
        var ladder = await ladders.CurrentAsync(on.Reading);
        var crew = await crews.FindAsync(on.Reading, ladder.Steps, on.Incident.Severity, ct);
        var decision = new MoveToLadder(ladder, by, crew).Decide(on.Escalation);
        return decision.Refusal is null ? await JoinAsync(on, decision, ct) : decision;
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

    private async Task<Plan<EscalationEvent>> JoinAsync(
        Waking on, Decision<EscalationEvent> decision, CancellationToken ct)
    {
        if (decision.Events.Count == 0)
            return decision;
        var after = s_process.After(on.Escalation, decision);
        var effects = s_process.TimersOf(on.Id, on.Escalation, after, on.Now);
        var events = decision.Events.ToList();
        foreach (var page in decision.Events.OfType<EscalationEvent.PageRequested>())
        {
            if (page.Channel == Way.Console)
                events.Add(Told(page, PageOutcome.Unknown));
            else if (await AddressOfAsync(page, ct) is { } address)
                effects = effects.And(Sent(on, after.Pinned!, page, address));
            else
                events.Add(Told(page, PageOutcome.Failed));
        }

        return new Plan<EscalationEvent>(Decision.Append<EscalationEvent>([.. events]), effects);
    }

    private Effects Sent(
        Waking on, EscalationEvent.EscalationStarted pinned, EscalationEvent.PageRequested page, PagingAddress address)
    {
        var message = PageMessage.For(pinned, page, on.Incident, policy.PublicUrl, on.Now);
        if (page.Contact is null)
            return new Effects { Send = [message.To(address, page.IdempotencyKey)] };
        var (path, row) = answers.Create(new PersonId(page.Recipient), pinned.Incident);
        var answerable = message with { AcknowledgeUrl = policy.PublicUrl + path };
        return new Effects { Send = [answerable.To(address, page.IdempotencyKey)], Writes = [row] };
    }

    private async Task<PagingAddress?> AddressOfAsync(EscalationEvent.PageRequested page, CancellationToken ct) =>
        page.Contact is { } contact
            ? (await contacts.FindAsync(contact, ct))?.Address
            : policy.AddressOf(page.Recipient);

    // A page that leaves nobody's house has its one attempt at once. What stands in the console may be seen or not; an
    // address that the pinned ladder names and nobody holds any more certainly reaches nobody, and the ladder goes on.
    private static EscalationEvent.PageAttempted Told(EscalationEvent.PageRequested page, PageOutcome outcome) =>
        new(page.IdempotencyKey, 1, outcome, null, Final: true);

    private static TimerToArm? StepEnd(Escalation state, string incident, DateTimeOffset now) =>
        state is { Status: EscalationStatus.Climbing, Pinned: { } pinned, Step: > 0 }
            ? Scheduled.At(
                new EscalationStep(state.Step, state.Round) { Held = state.Held is not null },
                incident,
                state.Held?.Until ?? now + TimeSpan.FromSeconds(pinned.Steps[state.Step - 1].WaitSeconds))
            : null;
}

/// <summary>What a decision about an escalation is made from.</summary>
internal sealed record Waking(string Id, Escalation Escalation, Incident Incident, Reading Reading)
{
    public DateTimeOffset Now => Reading.Now;
}
