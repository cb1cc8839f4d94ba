namespace Governance.Messaging.Queue;

/// <summary>A message to a handler of this product, on whichever node: durable before its sender goes on.</summary>
/// <param name="Id">Names it for ever: it takes effect once, however often it is sent or handled.</param>
/// <param name="Type">Which handler it is for, e.g. <c>acknowledge-halt</c>.</param>
/// <param name="Key">Messages of one key are handled one after the other, in the order they were sent.</param>
/// <param name="BodyJson">What the handler is given, as JSON.</param>
/// <param name="Position">The fact whose commit sent it; null when it was sent alone.</param>
/// <param name="Attempts">Failed tries before it was put off.</param>
public sealed record LocalMessage(
    Guid Id, string Type, string Key, string BodyJson, long? Position = null, int Attempts = 0)
{
    /// <summary>Its place in the table: the order of sending within its key.</summary>
    internal long Seq { get; init; }
}
