namespace Governance.Benchmarks;

/// <summary>
/// Callers that begin on a fixed timetable, whether or not the one before was answered quickly; a wait for the caller
/// itself counts as the server's, so a stall is not left out.
/// </summary>
internal static class PacedLoop
{
    /// <summary>Times from when each act was due to when it was done, milliseconds, in ascending order.</summary>
    public static async Task<double[]> RunAsync(int callers, double perSecond, TimeSpan length, Func<Task> act)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var between = TimeSpan.FromSeconds(callers / perSecond);
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>(); // Bounded by the length of the run.
            for (var due = between * caller / callers; due < length; due += between)
            {
                if (due - clock.GetElapsedTime(started) is { Ticks: > 0 } early)
                    await Task.Delay(early, clock);
                await act();
                own.Add((clock.GetElapsedTime(started) - due).TotalMilliseconds);
            }
            return own;
        })));
        return [.. times.SelectMany(own => own).Order()];
    }
}
