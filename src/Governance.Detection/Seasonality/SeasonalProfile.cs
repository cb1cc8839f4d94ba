namespace Governance.Detection.Seasonality;

/// <summary>How a season is taken out of a series.</summary>
public enum DeseasonalityMode
{
    /// <summary>Trend and season by turns, each robust against the other (after STL).</summary>
    Stl,

    /// <summary>The mean of each phase.</summary>
    Mean,

    /// <summary>The median of each phase.</summary>
    Median,
}

/// <summary>A series' season, of mean 0 over a period.</summary>
public static class SeasonalProfile
{
    private const int Rounds = 3;

    /// <summary>
    /// What the season adds at each of the values; the values less it are seasonally adjusted. O(n log n).
    /// </summary>
    /// <param name="values">Finite values at even distances, at least two periods of them.</param>
    /// <param name="period">≥ 2.</param>
    /// <param name="mode">How.</param>
    public static double[] Of(ReadOnlySpan<double> values, int period, DeseasonalityMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2 * period);
        var trend = new double[values.Length];
        var season = new double[values.Length];
        var rounds = mode is DeseasonalityMode.Stl ? Rounds : 1;
        for (var round = 0; round < rounds; round++)
        {
            for (var phase = 0; phase < period; phase++)
                Fill(values, trend, season, phase, period, mode);
            Centre(season, period);
            if (round + 1 < rounds)
                Smooth(values, season, trend, period);
        }

        return season;
    }

    private static void Fill(
        ReadOnlySpan<double> values, double[] trend, double[] season, int phase, int period, DeseasonalityMode mode)
    {
        List<double> own = [];
        for (var i = phase; i < values.Length; i += period)
            own.Add(values[i] - trend[i]);
        own.Sort();
        var level = mode is DeseasonalityMode.Mean
            ? own.Average()
            : (own[(own.Count - 1) / 2] + own[own.Count / 2]) / 2;
        for (var i = phase; i < values.Length; i += period)
            season[i] = level;
    }

    private static void Centre(double[] season, int period)
    {
        var mean = season.Take(period).Average();
        for (var i = 0; i < season.Length; i++)
            season[i] -= mean;
    }

    // The trend: a centred mean over one period of what the season leaves, which no whole season can bend.
    private static void Smooth(ReadOnlySpan<double> values, double[] season, double[] trend, int period)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
            sums[i + 1] = sums[i] + values[i] - season[i];
        for (var i = 0; i < values.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - (period / 2)), Math.Min(values.Length, i + (period / 2) + 1));
            trend[i] = (sums[to] - sums[from]) / (to - from);
        }
    }
}
