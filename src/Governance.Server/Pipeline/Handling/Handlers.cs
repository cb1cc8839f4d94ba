using System.Text.Json;
using Governance.Messaging.Handling;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>A class that a slice registered as a handler.</summary>
internal sealed record HandlerClass(Type Type);

/// <summary>The handlers of this server, ready to be called with facts, timers and messages.</summary>
internal sealed class Handlers
{
    private readonly Surroundings _surroundings;
    private readonly IServiceProvider _services;

    // Bounded by the messages of the product.
    private readonly Dictionary<string, Handler> _byMessage;

    public Handlers(
        IEnumerable<HandlerClass> classes, Surroundings surroundings, IServiceProviderIsService isService,
        IServiceProvider services)
    {
        (_surroundings, _services) = (surroundings, services);
        Book = new HandlerBook([.. classes.Select(one => one.Type).Distinct()], surroundings, isService);
        var messages = Book.All.Where(handler => !MessageNames.IsFact(handler.Message)).ToList();
        var byName = messages.ToLookup(handler => MessageNames.Of(handler.Message), StringComparer.Ordinal);
        if (byName.FirstOrDefault(one => one.Count() > 1) is { } two)
        {
            var names = string.Join(" and ", two.Select(handler => handler.Class.Name));
            throw new HandlerException(two.First().Class, $"{names} handle one message, {two.Key}; keep one of them.");
        }

        _byMessage = byName.ToDictionary(one => one.Key, one => one.Single(), StringComparer.Ordinal);
    }

    public HandlerBook Book { get; }

    /// <summary>The handler of a message by its stored name.</summary>
    public Handler? Find(string message) => _byMessage.GetValueOrDefault(message);

    /// <summary>What handling a fact comes to.</summary>
    public ValueTask<Handled> DecideAsync(Handler handler, Fact fact, Reading reading, CancellationToken ct) =>
        DecideAsync(handler, fact.Event, new Occasion(reading, _surroundings.SubjectOf(fact), fact), ct);

    /// <summary>What handling a stored message comes to, one sent or one whose time has come.</summary>
    public ValueTask<Handled> DecideAsync(
        Handler handler, string bodyJson, string key, DueTimer? timer, Reading reading, CancellationToken ct)
    {
        var message = JsonSerializer.Deserialize(bodyJson, handler.Message, FactJson.Options)
            ?? throw new JsonException($"The body of {handler.Message.Name} is null.");
        return DecideAsync(handler, message, new Occasion(reading, new Subject(key), Timer: timer), ct);
    }

    private async ValueTask<Handled> DecideAsync(
        Handler handler, object message, Occasion occasion, CancellationToken ct)
    {
        var result = await handler.InvokeAsync(new HandlerCall(message, occasion, _services, ct));
        return new Handled(_surroundings.Gather(result.Returned, occasion.Subject), result.After);
    }
}

/// <summary>What a handling comes to, and what is called once it is committed.</summary>
internal sealed record Handled(Effects Effects, Func<ValueTask>? After = null);
