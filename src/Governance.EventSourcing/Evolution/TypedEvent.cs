namespace Governance.EventSourcing.Evolution;

/// <summary>A stored fact with its meaning.</summary>
/// <param name="Recorded">Position, stream, version, time, metadata and exact bytes.</param>
/// <param name="Data">The event in its present type, raised from whatever it was stored as, or
/// <see cref="Unreadable"/>.</param>
public sealed record TypedEvent(RecordedEvent Recorded, object Data);
