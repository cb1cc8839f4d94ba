namespace Governance.EventSourcing;

/// <summary>
/// A stretch of the log as one reader wants it. Everything up to <paramref name="Through"/> was looked at, also where
/// nothing was wanted, so a reader's checkpoint may move there.
/// </summary>
public sealed record EventPage(IReadOnlyList<RecordedEvent> Events, long Through);
