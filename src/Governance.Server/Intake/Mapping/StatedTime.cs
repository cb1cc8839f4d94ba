namespace Governance.Server.Intake.Mapping;

/// <summary>
/// When something happened: as its sender says, or when it came, with a mark where the two do not agree.
/// </summary>
/// <param name="At">What counts.</param>
/// <param name="Mark">
/// A word of <see cref="Domain.Intake.Observation.Clock"/>; null for a time that is believed.
/// </param>
/// <param name="Stated">What the sender said, where that does not count.</param>
internal readonly record struct StatedTime(DateTimeOffset At, string? Mark, DateTimeOffset? Stated)
{
    /// <summary>A sender's clock may run ahead by this much; later times become the time of receipt.</summary>
    public static TimeSpan Ahead { get; } = TimeSpan.FromMinutes(1);

    /// <summary>What comes later than this after it happened may change what was concluded meanwhile.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromMinutes(10);

    /// <param name="stated">Null: the sender names no time.</param>
    /// <param name="receivedAt">When its request came.</param>
    public static StatedTime Of(DateTimeOffset? stated, DateTimeOffset receivedAt) => stated switch
    {
        null => new StatedTime(receivedAt, "absent", null),
        { } at when at > receivedAt + Ahead => new StatedTime(receivedAt, "ahead", at),
        { } at when at < receivedAt - Late => new StatedTime(at, "late", null),
        { } at => new StatedTime(at, null, null),
    };

    /// <param name="nanos">Since 1970; 0: the sender names no time.</param>
    /// <param name="receivedAt">When its request came.</param>
    public static StatedTime OfNanos(ulong nanos, DateTimeOffset receivedAt) => Of(
        nanos == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(nanos / 1000), receivedAt);
}
