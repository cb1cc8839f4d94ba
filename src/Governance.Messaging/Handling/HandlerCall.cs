namespace Governance.Messaging.Handling;

/// <summary>One handling of one message: what its arguments are taken from.</summary>
/// <param name="Message">The message.</param>
/// <param name="Origin">Where it came from, e.g. the fact or the timer; for the rules that supply arguments.</param>
/// <param name="Services">Supplies services.</param>
/// <param name="Stopping">Set when the node stops.</param>
public sealed record HandlerCall(object Message, object Origin, IServiceProvider Services, CancellationToken Stopping);

/// <summary>How one argument is supplied; null ends the handling with nothing done.</summary>
public delegate ValueTask<object?> ArgumentSource(HandlerCall call);

/// <summary>What surrounds handlers: what it can supply, and what it knows to do with a returned value.</summary>
public interface IHandlerSurroundings
{
    /// <summary>Supplies an argument of that type to handlers of that message, or null when it cannot.</summary>
    ArgumentSource? Supply(Type argument, Type message);

    /// <summary>What can be supplied besides messages, steps before, services and cancellation; for an error.</summary>
    string Supplies { get; }

    /// <summary>Why a declared or returned type is no use to it, in a sentence, or null when it is fine.</summary>
    string? RefuseOutcome(Type outcome);
}
