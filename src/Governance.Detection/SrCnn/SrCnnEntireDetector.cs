using Governance.Detection.Seasonality;
using MathNet.Numerics;

namespace Governance.Detection.SrCnn;

/// <summary>How much is told about each point.</summary>
public enum SrCnnDetectMode
{
    /// <summary>Whether it is an anomaly, its score and saliency.</summary>
    AnomalyOnly,

    /// <summary>The expected value as well.</summary>
    AnomalyAndExpectedValue,

    /// <summary>The expected value and its bounds; only what lies outside them is an anomaly.</summary>
    AnomalyAndMargin,
}

/// <summary>What one point of a whole series came to.</summary>
/// <param name="IsAnomaly">Salient, and outside the bounds where there are any.</param>
/// <param name="Score">Saliency against its recent mean, in [0, 1].</param>
/// <param name="Magnitude">The saliency.</param>
/// <param name="Expected">The de-anomalised, smoothed series with its season; NaN when not asked for.</param>
/// <param name="Lower">Lower bound; NaN when not asked for.</param>
/// <param name="Upper">Upper bound.</param>
public readonly record struct SrCnnEntirePoint(
    bool IsAnomaly, double Score, double Magnitude, double Expected, double Lower, double Upper);

/// <summary>
/// Odd values of a whole series by spectral residual, seen from its end (DetectEntireAnomalyBySrCnn). Heuristic score;
/// the bounds are calibrated: reach · 1.4826 · MAD of what is left, so that a share of sensitivity / 100 of normal
/// residuals lies within. O(n log batchSize).
/// </summary>
/// <param name="threshold">Scores above it are salient.</param>
/// <param name="batchSize">Values whose spectrum is taken at once, ≥ 12; −1 = all.</param>
/// <param name="sensitivity">Width of the bounds in percent of normal residuals, in (0, 100).</param>
/// <param name="detectMode">How much is told.</param>
/// <param name="period">Points of a season that is taken out first; 0 = none.</param>
/// <param name="deseasonality">How it is taken out.</param>
public sealed class SrCnnEntireDetector(
    double threshold = 0.3,
    int batchSize = 1024,
    double sensitivity = 99,
    SrCnnDetectMode detectMode = SrCnnDetectMode.AnomalyOnly,
    int period = 0,
    DeseasonalityMode deseasonality = DeseasonalityMode.Stl)
{
    private const int Averaging = 3;
    private const int Judgement = 40;
    private const int Lookahead = 5;
    private const int Smoothing = 5;
    private const double Normalised = 1.4826;

    /// <summary>Judges every point; at least 12 finite values.</summary>
    public IReadOnlyList<SrCnnEntirePoint> Detect(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize == -1 ? values.Length : batchSize, 12);
        var season = period > 1 ? SeasonalProfile.Of(values, period, deseasonality) : new double[values.Length];
        var adjusted = new double[values.Length];
        for (var i = 0; i < adjusted.Length; i++)
            adjusted[i] = values[i] - season[i];
        var points = Salient(adjusted);
        return detectMode is SrCnnDetectMode.AnomalyOnly ? points : WithBounds(points, adjusted, season);
    }

    private SrCnnEntirePoint[] Salient(double[] values)
    {
        var points = new SrCnnEntirePoint[values.Length];
        var size = batchSize == -1 ? values.Length : batchSize;
        for (var from = 0; from < values.Length; from += size)
        {
            // A short last batch looks back into the one before.
            var start = Math.Max(0, Math.Min(from, values.Length - size));
            var batch = values.AsSpan(start, Math.Min(size, values.Length - start));
            var saliency = SpectralResidual.Saliency(
                SpectralResidual.Extended(batch, Lookahead, Lookahead), Averaging);
            for (var i = from - start; i < batch.Length; i++)
            {
                var first = Math.Max(0, i - Judgement + 1);
                var usual = saliency.Skip(first).Take(i - first + 1).Average();
                var score = usual > 0 ? Math.Clamp((saliency[i] - usual) / usual / 10, 0, 1) : 0;
                points[start + i] = new SrCnnEntirePoint(
                    score > threshold, score, saliency[i], double.NaN, double.NaN, double.NaN);
            }
        }

        return points;
    }

    private SrCnnEntirePoint[] WithBounds(SrCnnEntirePoint[] points, double[] adjusted, double[] season)
    {
        var expected = Smoothed(points, adjusted);
        double[] residuals = [.. adjusted.Zip(expected, (value, line) => Math.Abs(value - line)).Order()];
        var reach = Math.Sqrt(2) * SpecialFunctions.ErfInv(sensitivity / 100);
        var margin = reach * Normalised * residuals[residuals.Length / 2];
        for (var i = 0; i < points.Length; i++)
        {
            var line = expected[i] + season[i];
            var outside = detectMode is not SrCnnDetectMode.AnomalyAndMargin
                || Math.Abs(adjusted[i] - expected[i]) > margin;
            points[i] = points[i] with
            {
                IsAnomaly = points[i].IsAnomaly && outside,
                Expected = line,
                Lower = detectMode is SrCnnDetectMode.AnomalyAndMargin ? line - margin : double.NaN,
                Upper = detectMode is SrCnnDetectMode.AnomalyAndMargin ? line + margin : double.NaN,
            };
        }

        return points;
    }

    // A centred median: neither an anomaly nor the point itself can pull the line to where it stands.
    private static double[] Smoothed(SrCnnEntirePoint[] points, double[] values)
    {
        var smoothed = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            List<double> near = [];
            for (var j = Math.Max(0, i - Smoothing); j <= Math.Min(values.Length - 1, i + Smoothing); j++)
            {
                if (j != i && !points[j].IsAnomaly)
                    near.Add(values[j]);
            }

            near.Sort();
            smoothed[i] = near.Count == 0 ? values[i] : (near[(near.Count - 1) / 2] + near[near.Count / 2]) / 2;
        }

        return smoothed;
    }
}
