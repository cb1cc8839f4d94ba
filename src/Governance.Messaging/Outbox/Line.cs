namespace Governance.Messaging.Outbox;

/// <summary>
/// One destination's queue. After <see cref="FailuresToOpen"/> failures in a row its circuit opens: it is left alone
/// for <see cref="OpenFor"/>, then one message is tried; the next delivery closes it.
/// </summary>
/// <param name="Waiting">Messages not yet delivered or given up.</param>
/// <param name="Oldest">When the first of them was queued.</param>
/// <param name="Failures">In a row, over all messages.</param>
/// <param name="OpenUntil">Nothing is sent before; null while it is closed.</param>
/// <param name="Open">Whether that is still ahead, by the database's clock.</param>
/// <param name="Error">Of the last failure; null without one.</param>
public sealed record Line(
    string Destination,
    long Waiting,
    DateTimeOffset? Oldest,
    int Failures,
    DateTimeOffset? OpenUntil,
    bool Open,
    string? Error,
    DateTimeOffset? FailedAt)
{
    /// <summary>More than the tries of one message with a passing trouble, fewer than a message's life.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>Long enough to spare a receiver that is down, short enough for a page.</summary>
    public static TimeSpan OpenFor { get; } = TimeSpan.FromSeconds(15);
}
