namespace Governance.Postgres;

/// <summary>
/// The database's time, as this process can know it without asking: what the database last said, plus what has passed
/// since by a clock that nobody sets. So a node whose own clock is wrong, or is set while it runs, is early or late for
/// nothing, and all nodes mean the same moment. Until the database has spoken it is the system's time.
/// </summary>
public sealed class DatabaseClock(TimeProvider system) : TimeProvider
{
    private Anchor _anchor = new(system.GetUtcNow(), system.GetTimestamp());

    /// <inheritdoc/>
    public override long TimestampFrequency => system.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    /// <summary>
    /// The database said that it was <paramref name="said"/>, in an answer to what was asked at
    /// <paramref name="askedAt"/> (a timestamp of this clock). Its time now lies between that and that plus the round
    /// trip (Cristian 1989): an estimate inside stays as it is, one outside moves to the nearer end.
    /// </summary>
    public void Hear(DateTimeOffset said, long askedAt)
    {
        var heardAt = system.GetTimestamp();
        var estimate = TimeAt(heardAt);
        var latest = said + system.GetElapsedTime(askedAt, heardAt);
        if (estimate < said)
            Volatile.Write(ref _anchor, new Anchor(said, heardAt));
        else if (estimate > latest)
            Volatile.Write(ref _anchor, new Anchor(latest, heardAt));
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => TimeAt(system.GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => system.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    private DateTimeOffset TimeAt(long timestamp)
    {
        var anchor = Volatile.Read(ref _anchor);
        return anchor.Time + system.GetElapsedTime(anchor.Timestamp, timestamp);
    }

    private sealed record Anchor(DateTimeOffset Time, long Timestamp);
}
