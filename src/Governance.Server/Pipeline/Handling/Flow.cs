using Governance.Messaging.Handling;

namespace Governance.Server.Pipeline.Handling;

/// <summary>What happens by rule at one place: what wakes it and what it may cause, by stored names.</summary>
/// <param name="Name">A subscription, <c>message …</c> for one that is sent or scheduled, or <c>timer …</c>.</param>
internal sealed record Flow(string Name, IReadOnlyList<string> Hears, IReadOnlyList<string> Says)
{
    /// <summary>Every flow of the server, subscriptions first, each kind by name.</summary>
    public static IReadOnlyList<Flow> All(IServiceProvider services) =>
    [
        .. services.GetServices<IReaction>()
            .Select(one => new Flow(one.Name, Named(one.ListensTo), Named(one.MayEmit)))
            .OrderBy(flow => flow.Name, StringComparer.Ordinal),
        .. services.GetServices<ITimerHandler>()
            .Select(one => one is HandlerTimer
                ? new Flow($"message {one.Kind}", [], Named(one.MayEmit))
                : new Flow($"timer {one.Kind}", [], Named(one.MayEmit)))
            .OrderBy(flow => flow.Name, StringComparer.Ordinal),
    ];

    /// <summary>The handlers as text: message → handler → what it may emit.</summary>
    public static void Describe(IServiceProvider services, TextWriter output)
    {
        foreach (var handler in services.GetRequiredService<Handlers>().Book.All
            .OrderBy(handler => MessageNames.Of(handler.Message), StringComparer.Ordinal))
            output.WriteLine(Line(MessageNames.Of(handler.Message), handler.Class.Name, Named(handler.MayEmit)));
        var written = services.GetServices<IReaction>().Where(one => one is not HandlerReaction)
            .SelectMany(one => one.ListensTo.Select(heard => (MessageNames.Of(heard), one.Name, one.MayEmit)));
        var timers = services.GetServices<ITimerHandler>().Where(one => one is not HandlerTimer)
            .Select(one => (one.Kind, one.GetType().Name, one.MayEmit));
        foreach (var (message, name, emits) in written.Concat(timers))
            output.WriteLine(Line(message, name, Named(emits)));
    }

    private static string Line(string message, string handler, IReadOnlyList<string> emits) =>
        $"{message} → {handler} → {(emits.Count == 0 ? "nothing" : string.Join(", ", emits))}";

    private static IReadOnlyList<string> Named(IEnumerable<Type> types) =>
        [.. types.Select(MessageNames.Of).Order(StringComparer.Ordinal)];
}
