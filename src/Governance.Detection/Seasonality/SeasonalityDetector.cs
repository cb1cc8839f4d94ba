using MathNet.Numerics.Distributions;

namespace Governance.Detection.Seasonality;

/// <summary>
/// Finds the period of a series (DetectSeasonality): the two strongest frequencies of its periodogram propose, its
/// autocorrelation decides. Heuristic. O(n log n).
/// </summary>
public static class SeasonalityDetector
{
    /// <summary>A series has a period only if it shows it this often.</summary>
    public const int LeastRepeats = 8;

    /// <summary>The longest period looked for.</summary>
    public const int LongestPeriod = 400;

    private const double AboveMedian = 6;
    private const double WithinBest = 10;

    /// <summary>The period in points, or −1 when there is none.</summary>
    /// <param name="values">Finite values at even distances.</param>
    /// <param name="seasonalityWindowSize">Only the last so many are looked at; −1 = all.</param>
    /// <param name="randomnessThreshold">
    /// How sure the autocorrelation must be no accident, in (0, 1): it has to reach Φ⁻¹(threshold) / √n.
    /// </param>
    public static int Detect(
        ReadOnlySpan<double> values, int seasonalityWindowSize = -1, double randomnessThreshold = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(randomnessThreshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(randomnessThreshold, 1);
        if (seasonalityWindowSize > 0 && seasonalityWindowSize < values.Length)
            values = values[^seasonalityWindowSize..];
        if (values.Length < 2 * LeastRepeats)
            return -1;
        var correlation = Periodogram.Autocorrelation(values);
        var least = Normal.InvCDF(0, 1, randomnessThreshold) / Math.Sqrt(values.Length);
        var best = -1;
        foreach (var frequency in Candidates(Periodogram.Power(values)))
        {
            var period = Peak(correlation, values.Length, frequency);
            if (period > 1 && correlation[period] >= least && (best < 0 || correlation[period] > correlation[best]))
                best = period;
        }

        return best;
    }

    private static IEnumerable<int> Candidates(double[] power)
    {
        int[] order = [.. Enumerable.Range(1, power.Length - 1).OrderByDescending(f => power[f]).ThenBy(f => f)];
        var median = power[order[order.Length / 2]];
        if (power[order[0]] <= AboveMedian * median)
            yield break;
        yield return order[0];
        var second = power[order[1]];
        if (second > AboveMedian * median && second * WithinBest > power[order[0]])
            yield return order[1];
    }

    // The spectrum knows a long period only to within N/f²; the peak of the autocorrelation near it knows it exactly.
    private static int Peak(double[] correlation, int n, int frequency)
    {
        var from = Math.Max(2, n / (frequency + 1));
        var to = Math.Min(Math.Min(LongestPeriod, n / LeastRepeats), n / Math.Max(1, frequency - 1));
        var best = -1;
        for (var lag = from; lag <= to; lag++)
        {
            var peaks = correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
            if (peaks && (best < 0 || correlation[lag] > correlation[best]))
                best = lag;
        }

        return best;
    }
}
