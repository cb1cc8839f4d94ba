using System.Text.Json;
using Governance.Messaging.Queue;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// A message to a handler of this product, durable with the facts that it follows from. Messages of one key are handled
/// in the order they were sent.
/// </summary>
public sealed record Tell(object Message, string Key)
{
    internal LocalMessage ToLocal(Guid id)
    {
        var type = Message.GetType();
        return new(id, MessageNames.Of(type), Key, JsonSerializer.Serialize(Message, type, FactJson.Options));
    }
}

/// <summary>A message to a handler of this product at a later time: a timer, one per type of message and key.</summary>
public static class Scheduled
{
    /// <summary>Handles the message then; a scheduled one of that type and key is replaced.</summary>
    public static TimerToArm At<TMessage>(TMessage message, string key, DateTimeOffset at) =>
        new(Kind<TMessage>(), key, at, JsonSerializer.Serialize(message, FactJson.Options));

    /// <summary>Names the scheduled message of that type and key, to take it away.</summary>
    public static TimerKey Of<TMessage>(string key) => new(Kind<TMessage>(), key);

    /// <summary>The kind of timer that such a message is.</summary>
    public static string Kind<TMessage>() => MessageNames.Of(typeof(TMessage));
}
