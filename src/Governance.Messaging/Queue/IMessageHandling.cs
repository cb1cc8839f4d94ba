using Governance.Postgres;

namespace Governance.Messaging.Queue;

/// <summary>What handling means: the border to whoever knows handlers and the log.</summary>
public interface IMessageHandling
{
    /// <summary>
    /// Handles one message. True when it is marked handled already, because <paramref name="taken"/> guarded a commit
    /// (or refused one: another runner has it then); false when nothing joined and the queue marks it. An exception
    /// means what the <see cref="ErrorPolicy"/> says.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="taken">Marks it handled in the commit of what it causes, once, and only by its runner.</param>
    /// <param name="ct">Set when the node stops: the next runner handles the message again.</param>
    Task<bool> HandleAsync(LocalMessage message, RowGuard taken, CancellationToken ct);

    /// <summary>What to do when handling it fails.</summary>
    ErrorPolicy PolicyOf(LocalMessage message);
}
