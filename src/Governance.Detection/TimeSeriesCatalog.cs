using Governance.Detection.Iid;
using Governance.Detection.RootCause;
using Governance.Detection.Seasonality;
using Governance.Detection.SrCnn;
using Governance.Detection.Ssa;

namespace Governance.Detection;

/// <summary>
/// The detectors of Microsoft.ML.TimeSeries under their names and parameters, over a sequence instead of a data view
/// and
/// with named results instead of a vector. Each is also a class of its own, for streams and with a state to save.
/// </summary>
public static class TimeSeriesCatalog
{
    /// <summary>Odd values of a stream without trend or season.</summary>
    public static IEnumerable<SpikePoint> DetectIidSpike(
        this IEnumerable<double> values,
        double confidence,
        int pvalueHistoryLength,
        AnomalySide side = AnomalySide.TwoSided) =>
        Each(values, new IidSpikeDetector(confidence, pvalueHistoryLength, side).Observe);

    /// <summary>Lasting changes of a stream without trend or season.</summary>
    public static IEnumerable<ChangePoint> DetectIidChangePoint(
        this IEnumerable<double> values,
        double confidence = 95,
        int changeHistoryLength = 20,
        MartingaleType martingale = MartingaleType.Power,
        double eps = 0.1) =>
        Each(values, new IidChangePointDetector(confidence, changeHistoryLength, martingale, eps).Observe);

    /// <summary>Odd values of a stream with trend and seasons.</summary>
    public static IEnumerable<SpikePoint> DetectSpikeBySsa(
        this IEnumerable<double> values,
        double confidence = 99,
        int pvalueHistoryLength = 100,
        int trainingWindowSize = 100,
        int seasonalityWindowSize = 10,
        AnomalySide side = AnomalySide.TwoSided,
        ErrorFunction errorFunction = ErrorFunction.SignedDifference) =>
        Each(values, new SsaSpikeDetector(
            confidence, pvalueHistoryLength, trainingWindowSize, seasonalityWindowSize, side, errorFunction).Observe);

    /// <summary>Lasting changes of a stream with trend and seasons.</summary>
    public static IEnumerable<ChangePoint> DetectChangePointBySsa(
        this IEnumerable<double> values,
        double confidence = 95,
        int changeHistoryLength = 20,
        int trainingWindowSize = 100,
        int seasonalityWindowSize = 10,
        ErrorFunction errorFunction = ErrorFunction.SignedDifference,
        MartingaleType martingale = MartingaleType.Power,
        double eps = 0.1) =>
        Each(values, new SsaChangePointDetector(
            confidence, changeHistoryLength, trainingWindowSize, seasonalityWindowSize, errorFunction, martingale, eps)
            .Observe);

    /// <summary>Odd values of a stream by spectral residual.</summary>
    public static IEnumerable<SrCnnPoint> DetectAnomalyBySrCnn(
        this IEnumerable<double> values,
        int windowSize = 64,
        int backAddWindowSize = 5,
        int lookaheadWindowSize = 5,
        int averagingWindowSize = 3,
        int judgementWindowSize = 21,
        double threshold = 0.3) =>
        Each(values, new SrCnnDetector(
            windowSize, backAddWindowSize, lookaheadWindowSize, averagingWindowSize, judgementWindowSize, threshold)
            .Observe);

    /// <summary>Odd values of a whole series by spectral residual.</summary>
    public static IReadOnlyList<SrCnnEntirePoint> DetectEntireAnomalyBySrCnn(
        this ReadOnlySpan<double> values,
        double threshold = 0.3,
        int batchSize = 1024,
        double sensitivity = 99,
        SrCnnDetectMode detectMode = SrCnnDetectMode.AnomalyOnly,
        int period = 0,
        DeseasonalityMode deseasonalityMode = DeseasonalityMode.Stl) =>
        new SrCnnEntireDetector(threshold, batchSize, sensitivity, detectMode, period, deseasonalityMode)
            .Detect(values);

    /// <summary>The period of a series, −1 without one.</summary>
    public static int DetectSeasonality(
        this ReadOnlySpan<double> values, int seasonalityWindowSize = -1, double randomnessThreshold = 0.95) =>
        SeasonalityDetector.Detect(values, seasonalityWindowSize, randomnessThreshold);

    /// <summary>Where a change of a total comes from.</summary>
    public static IReadOnlyList<RootCauseItem> LocalizeRootCause(
        this IReadOnlyList<RootCausePoint> points, double beta = 0.3, double rootCauseThreshold = 0.95) =>
        RootCauseLocalizer.Localize(points, beta, rootCauseThreshold);

    /// <summary>The values after a series, with intervals; empty when it is shorter than the training window.</summary>
    public static IReadOnlyList<ForecastPoint> ForecastBySsa(
        this ReadOnlySpan<double> values,
        int horizon,
        int trainingWindowSize = 100,
        int seasonalityWindowSize = 10,
        double confidence = 95)
    {
        var forecaster = new SsaForecaster(trainingWindowSize, seasonalityWindowSize);
        foreach (var value in values)
            forecaster.Observe(value);
        return forecaster.Forecast(horizon, confidence);
    }

    // Not Select: asked for its n-th element, it would show the detector that one alone.
    private static IEnumerable<TPoint> Each<TPoint>(IEnumerable<double> values, Func<double, TPoint> observe)
    {
        foreach (var value in values)
            yield return observe(value);
    }
}
