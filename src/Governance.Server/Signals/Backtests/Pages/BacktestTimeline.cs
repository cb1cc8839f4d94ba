using Governance.Server.Shell.Components;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Server.Signals.Backtests.Pages;

/// <summary>Counts findings along time, by the moment at which they were or would have been reported.</summary>
public sealed class BacktestTimeline
{
    /// <summary>Stretches of time: some pixels each.</summary>
    private const int Stretches = 60;

    private readonly DateTimeOffset _from;
    private readonly TimeSpan _each;
    private readonly int[] _a = new int[Stretches];
    private readonly int[] _b = new int[Stretches];
    private readonly int[] _recorded = new int[Stretches];
    private readonly bool _isOfTwo;

    internal BacktestTimeline(DateTimeOffset from, DateTimeOffset until, bool isOfTwo)
    {
        (_from, _isOfTwo) = (from, isOfTwo);
        _each = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, (until - from).Ticks / Stretches));
    }

    /// <summary>One finding more.</summary>
    internal void Add(ComparedSignal signal)
    {
        Count(_a, signal.A?.At);
        Count(_b, signal.B?.At);
        Count(_recorded, signal.Recorded?.At);
    }

    internal ChartData ToChart() => new(
        "A", "signals", [.. _a.Select((count, index) => new ChartPoint(_from + (index * _each), count))])
    {
        Lines =
        [
            .. _isOfTwo ? [new ChartLine("B", [.. _b.Select(count => (double?)count)])] : Array.Empty<ChartLine>(),
            new ChartLine("In the log", [.. _recorded.Select(count => (double?)count)]),
        ],
    };

    private void Count(int[] counts, DateTimeOffset? at)
    {
        if (at >= _from)
            counts[Math.Min(Stretches - 1, (int)((at.Value - _from) / _each))]++;
    }
}
