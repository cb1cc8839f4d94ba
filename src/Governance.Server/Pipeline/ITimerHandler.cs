using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline;

/// <summary>What happens when durable timers of one kind fire.</summary>
public interface ITimerHandler
{
    /// <summary>The kind of timer, e.g. <c>escalation-step</c>.</summary>
    string Kind { get; }

    /// <summary>The event types it may append. Drawn in docs/flows.md.</summary>
    IReadOnlyList<Type> MayEmit { get; }

    /// <summary>
    /// Handles the timer with at most one append, in whose commit the timer's row goes; without an append the row is
    /// removed afterwards. An exception means: try again later.
    /// </summary>
    ValueTask FireAsync(DueTimer timer, Reacting context);
}
