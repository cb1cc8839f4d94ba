namespace Governance.Messaging.Outbox;

/// <summary>Something that leaves the system, queued in the commit of the fact that says so.</summary>
/// <param name="Destination">
/// The receiver's address, e.g. <c>https://…</c>; its scheme says how it travels. Messages to one destination leave in
/// the order they were queued.
/// </param>
/// <param name="IdempotencyKey">
/// Names this message for ever: queuing it again does nothing, and the receiver sees it in <c>Idempotency-Key</c>.
/// </param>
/// <param name="Key">Whose it is, e.g. the stream that asked for it.</param>
/// <param name="Headers">Further headers; those of the signature are added at every attempt.</param>
public sealed record OutgoingMessage(
    string Destination,
    string IdempotencyKey,
    string Key,
    string ContentType,
    byte[] Body,
    IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>A message at the head of its destination's line.</summary>
/// <param name="ReplayedFrom">Attempts made before a human asked for it to be tried again; they do not count.</param>
/// <param name="Shard">Whose turn it is: the node that holds it sends it.</param>
/// <param name="Wait">How long until it may be tried, by the database's clock; not positive when it may be now.</param>
/// <param name="Claimed">A node is sending it now, or died while it did.</param>
public sealed record QueuedMessage(
    long Id, OutgoingMessage Message, int ReplayedFrom, short Shard, TimeSpan Wait, bool Claimed);

/// <summary>How an attempt ended, as far as this side can know.</summary>
public enum AttemptOutcome
{
    /// <summary>The receiver answered that it has the message.</summary>
    Accepted,

    /// <summary>It was not delivered, and that is certain.</summary>
    Failed,

    /// <summary>It may or may not have arrived: no answer in time, or this process died while sending.</summary>
    Unknown,
}

/// <summary>What a transport says about one attempt.</summary>
/// <param name="StatusCode">The receiver's code (HTTP, SMTP), if there was an answer.</param>
/// <param name="Permanent">Trying again would not help: the receiver or a rule of ours refused it.</param>
/// <param name="Error">A few words, never a secret.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone, if it said so.</param>
public sealed record Delivery(
    AttemptOutcome Outcome,
    int? StatusCode = null,
    bool Permanent = false,
    string? Error = null,
    TimeSpan? RetryAfter = null);

/// <summary>One attempt to deliver, to be kept as a fact.</summary>
/// <param name="Number">Counted from 1 over the message's whole life.</param>
/// <param name="Final">No further attempt will be made.</param>
public sealed record OutgoingAttempt(OutgoingMessage Message, int Number, Delivery Delivery, bool Final);
