using Governance.Detection.Iid;

namespace Governance.Detection.Ssa;

/// <summary>
/// Lasting changes of a stream with trend and seasons (DetectChangePointBySsa): the martingale of
/// <see cref="IidChangePointDetector"/> on the distances from the forecast. Its guarantee holds as far as those are
/// exchangeable, which a good forecast makes plausible and nothing makes certain.
/// </summary>
/// <param name="confidence">In percent.</param>
/// <param name="changeHistoryLength">The stretch that the confidence is meant for.</param>
/// <param name="trainingWindowSize">Values that the forecaster is fitted to.</param>
/// <param name="seasonalityWindowSize">At least one whole period.</param>
/// <param name="errorFunction">What the distance is.</param>
/// <param name="martingale">How to bet on the p-values.</param>
/// <param name="eps">ε of the power bet.</param>
public sealed class SsaChangePointDetector(
    double confidence = 95,
    int changeHistoryLength = 20,
    int trainingWindowSize = 100,
    int seasonalityWindowSize = 10,
    ErrorFunction errorFunction = ErrorFunction.SignedDifference,
    MartingaleType martingale = MartingaleType.Power,
    double eps = 0.1)
{
    private const byte Version = 1;
    private readonly SsaForecaster _forecaster = new(trainingWindowSize, seasonalityWindowSize);
    private readonly IidChangePointDetector _changes = new(confidence, changeHistoryLength, martingale, eps);

    /// <summary>Judges a value by its forecast. A value that is not finite is a gap.</summary>
    public ChangePoint Observe(double value)
    {
        var expected = _forecaster.Next;
        _forecaster.Observe(value);
        return _changes.Observe(double.IsNaN(expected) ? double.NaN : errorFunction.Of(value, expected));
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SsaChangePoint, Version);
        _forecaster.Save(writer);
        _changes.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SsaChangePoint, Version);
        _forecaster.Load(reader);
        _changes.Load(reader);
    }
}
