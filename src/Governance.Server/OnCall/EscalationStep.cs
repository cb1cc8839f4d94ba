using Governance.Domain.OnCall;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>Takes the next step of a ladder when the wait of one is over.</summary>
internal sealed class EscalationStep(EscalationPlanner planner) : ITimerHandler
{
    public string Kind => EscalationPlanner.TimerKind;

    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(EscalationEvent.EscalationStepStarted),
        typeof(EscalationEvent.PageRequested),
        typeof(EscalationEvent.PageAttempted),
        typeof(EscalationEvent.EscalationExhausted),
    ];

    public async ValueTask FireAsync(DueTimer timer, Reacting context)
    {
        var (step, round) = EscalationPlanner.ReadTimer(timer.PayloadJson);
        await context.PlanAsync(
            OnCallStreams.Escalation,
            timer.Key,
            from => planner.WakeAsync(from, timer.Key, new ClimbLadder(step, round).Decide));
    }
}
