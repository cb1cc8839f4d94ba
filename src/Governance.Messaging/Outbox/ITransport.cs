using Governance.Postgres;

namespace Governance.Messaging.Outbox;

/// <summary>Carries one message once. A border: the outside world is behind it.</summary>
public interface ITransport
{
    /// <summary>Whether it carries addresses of this scheme, e.g. <c>https</c>.</summary>
    bool Carries(string scheme);

    /// <summary>Tries once and says how it went; never throws for what the receiver does.</summary>
    Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct);
}

/// <summary>Keeps attempts as facts. A border: whoever knows the log stands behind it.</summary>
public interface IAttemptLog
{
    /// <summary>Whether this log wants the attempts of that message.</summary>
    bool Keeps(OutgoingMessage message);

    /// <summary>
    /// Appends the attempt as a fact and, in the same commit, settles the message's row by
    /// <paramref name="settlement"/>. Null when the attempt was found unfinished after a crash: then only the fact is
    /// missing. Keeping the same attempt twice must add nothing, but must still settle.
    /// </summary>
    Task KeepAsync(OutgoingAttempt attempt, JoinedWrite? settlement, CancellationToken ct);
}
