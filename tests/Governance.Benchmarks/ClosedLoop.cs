namespace Governance.Benchmarks;

/// <summary>Callers that each do one thing after the other for a while.</summary>
/// <param name="PerSecond">Things done per second, all callers together.</param>
/// <param name="P50">Median time of one thing, milliseconds.</param>
/// <param name="P99">99th percentile, milliseconds.</param>
internal sealed record ClosedLoop(double PerSecond, double P50, double P99)
{
    /// <summary>Runs <paramref name="act"/>(caller, turn) in a loop per caller.</summary>
    public static async Task<ClosedLoop> RunAsync(int callers, TimeSpan length, Func<int, int, Task> act)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>(); // Bounded by the length of the run.
            for (var turn = 0; clock.GetElapsedTime(started) < length; turn++)
            {
                var begun = clock.GetTimestamp();
                await act(caller, turn);
                own.Add(clock.GetElapsedTime(begun).TotalMilliseconds);
            }

            return own;
        })));
        var elapsed = clock.GetElapsedTime(started).TotalSeconds;
        var all = times.SelectMany(own => own).Order().ToArray();
        return new ClosedLoop(all.Length / elapsed, all[all.Length / 2], all[(int)(all.Length * 0.99)]);
    }
}
