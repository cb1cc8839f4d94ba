using Governance.Messaging.Handling;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>The handler of a scheduled message, as the timer that it is.</summary>
internal sealed class HandlerTimer(Type message, Handlers handlers) : ITimerHandler
{
    private readonly Handler _handler = handlers.Find(MessageNames.Of(message))!;

    public string Kind => MessageNames.Of(message);

    public IReadOnlyList<Type> MayEmit => _handler.MayEmit;

    public ValueTask FireAsync(DueTimer timer, Reacting context) => context.HandleAsync(reading =>
        handlers.DecideAsync(_handler, timer.PayloadJson, timer.Key, timer, reading, context.Stopping));
}
