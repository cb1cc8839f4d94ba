using Governance.Detection.Iid;

namespace Governance.Detection.Ssa;

/// <summary>
/// Single odd values in a stream with trend and seasons (DetectSpikeBySsa): the distance of each value from its
/// forecast, judged among the distances before it. Calibrated by simulation; the forecaster goes on adapting.
/// </summary>
/// <param name="confidence">In percent.</param>
/// <param name="pvalueHistoryLength">Distances that a new one is compared with.</param>
/// <param name="trainingWindowSize">Values that the forecaster is fitted to.</param>
/// <param name="seasonalityWindowSize">At least one whole period.</param>
/// <param name="side">Which side counts.</param>
/// <param name="errorFunction">What the distance is.</param>
public sealed class SsaSpikeDetector(
    double confidence = 99,
    int pvalueHistoryLength = 100,
    int trainingWindowSize = 100,
    int seasonalityWindowSize = 10,
    AnomalySide side = AnomalySide.TwoSided,
    ErrorFunction errorFunction = ErrorFunction.SignedDifference)
{
    private const byte Version = 1;
    private readonly SsaForecaster _forecaster = new(trainingWindowSize, seasonalityWindowSize);
    private readonly IidSpikeDetector _spikes = new(confidence, pvalueHistoryLength, side);

    /// <summary>Judges a value by its forecast. A value that is not finite is a gap.</summary>
    public SpikePoint Observe(double value)
    {
        var expected = _forecaster.Next;
        _forecaster.Observe(value);
        var point = _spikes.Observe(double.IsNaN(expected) ? double.NaN : errorFunction.Of(value, expected));
        var signed = errorFunction is ErrorFunction.SignedDifference;
        return point with
        {
            Expected = expected,
            Lower = signed ? expected + point.Lower : double.NaN,
            Upper = signed ? expected + point.Upper : double.NaN,
            Direction = value < expected ? Direction.Down : Direction.Up,
        };
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SsaSpike, Version);
        _forecaster.Save(writer);
        _spikes.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SsaSpike, Version);
        _forecaster.Load(reader);
        _spikes.Load(reader);
    }
}
