using Governance.Messaging;
using Governance.Messaging.Handling;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// A handler class whose messages are facts, as the subscription that it is: one checkpoint, one commit a fact.
/// </summary>
internal sealed class HandlerReaction(Type type, Handlers handlers) : IReaction
{
    private readonly Dictionary<Type, Handler> _byFact = handlers.Book.Of(type)
        .Where(handler => MessageNames.IsFact(handler.Message))
        .ToDictionary(handler => handler.Message);

    public string Name => HandlerBook.NameOf(type);

    public IReadOnlyList<Type> ListensTo => [.. _byFact.Keys];

    public IReadOnlyList<Type> MayEmit => HandlerBook.MayEmit(type);

    public ErrorPolicy Errors => _byFact.Values.First().Errors;

    public ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var handler = _byFact[fact.Event.GetType()];
        return context.HandleAsync(reading => handlers.DecideAsync(handler, fact, reading, context.Stopping));
    }
}
