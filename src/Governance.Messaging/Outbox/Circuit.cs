namespace Governance.Messaging.Outbox;

/// <summary>
/// Whether a destination is worth trying. After <see cref="FailuresToOpen"/> failures in a row it is left alone for
/// <see cref="OpenFor"/>, then one message is tried; the next delivery closes it.
/// </summary>
/// <param name="OpenUntil">Nothing is sent before; null when it is closed.</param>
public sealed record Circuit(int Failures, DateTimeOffset? OpenUntil)
{
    /// <summary>More than the tries of one message with a passing trouble, fewer than a message's life.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>Long enough to spare a receiver that is down, short enough for a page.</summary>
    public static TimeSpan OpenFor { get; } = TimeSpan.FromSeconds(15);

    /// <summary>A destination that has not failed.</summary>
    public static Circuit Closed { get; } = new(0, null);

    /// <summary>One more failure in a row.</summary>
    public Circuit Failed(DateTimeOffset now) =>
        new(Failures + 1, Failures + 1 >= FailuresToOpen ? now + OpenFor : null);
}
