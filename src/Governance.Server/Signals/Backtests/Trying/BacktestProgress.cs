namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>How far a back-test has come; written by its workers, read by whoever asks.</summary>
internal sealed class BacktestProgress
{
    private long _total;
    private long _segments;
    private long _observations;

    /// <summary>Segments that there are to read; 0 before that is known.</summary>
    internal long Total
    {
        get => Volatile.Read(ref _total);
        set => Volatile.Write(ref _total, value);
    }

    /// <summary>Segments judged.</summary>
    internal long Segments => Volatile.Read(ref _segments);

    /// <summary>Observations judged.</summary>
    internal long Observations => Volatile.Read(ref _observations);

    /// <summary>Some more have been judged.</summary>
    internal void Judged(long segments, long observations)
    {
        Interlocked.Add(ref _segments, segments);
        Interlocked.Add(ref _observations, observations);
    }
}
