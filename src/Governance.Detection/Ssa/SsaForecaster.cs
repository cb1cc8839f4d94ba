using MathNet.Numerics;

namespace Governance.Detection.Ssa;

/// <summary>
/// A forecast with the interval that holds the value with the stated confidence, if errors are normal.
/// </summary>
public readonly record struct ForecastPoint(double Value, double Lower, double Upper);

/// <summary>
/// One step ahead by singular spectrum analysis, adapting as it goes: it is fitted anew to the last N values once in
/// every L (ForecastBySsa). A value that is not finite is a gap: the forecast takes its place.
/// </summary>
/// <remarks>
/// Bounded memory, N values. Amortised O(N·L + L²) per value, O(N) between fits. Heuristic: no guarantee.
/// </remarks>
public sealed class SsaForecaster
{
    private const byte Version = 1;
    private readonly int _window;
    private readonly double[] _values;
    private int _count;
    private int _sinceFit;
    private SsaModel? _model;

    /// <summary>A forecaster that knows nothing yet.</summary>
    /// <param name="trainingWindowSize">N &gt; 2 L: values that it is fitted to.</param>
    /// <param name="seasonalityWindowSize">L ≥ 2: at least one whole period.</param>
    public SsaForecaster(int trainingWindowSize = 100, int seasonalityWindowSize = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonalityWindowSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(trainingWindowSize, 2 * seasonalityWindowSize);
        _window = seasonalityWindowSize;
        _values = new double[trainingWindowSize];
    }

    /// <summary>True once there has been enough to fit.</summary>
    public bool IsReady => _model is not null;

    /// <summary>What the next value should be; NaN before it is ready.</summary>
    public double Next => _model?.Next(_values.AsSpan(0, _count)) ?? double.NaN;

    /// <summary>Root mean square of the one-step errors over the last fit; NaN before it is ready.</summary>
    public double Deviation => _model?.Deviation ?? double.NaN;

    /// <summary>Takes in the next value.</summary>
    public void Observe(double value)
    {
        if (!double.IsFinite(value))
        {
            if (!IsReady)
                return;
            value = Next;
        }

        if (_count == _values.Length)
        {
            Array.Copy(_values, 1, _values, 0, _count - 1);
            _count--;
        }

        _values[_count++] = value;
        _sinceFit++;
        if (_count == _values.Length && (_model is null || _sinceFit >= _window))
            (_model, _sinceFit) = (SsaModel.Fit(_values, _window), 0);
    }

    /// <summary>
    /// The next values with intervals: errors of the recurrence add up with its impulse responses ψ, so the variance h
    /// steps ahead is σ² Σ ψ². Empty before it is ready.
    /// </summary>
    public IReadOnlyList<ForecastPoint> Forecast(int horizon, double confidence = 95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        if (_model is not { } model)
            return [];
        var reach = Math.Sqrt(2) * SpecialFunctions.ErfInv(confidence / 100) * model.Deviation;
        List<double> path = [.. _values.AsSpan(0, _count)];
        List<double> responses = [1];
        List<ForecastPoint> points = [];
        for (var h = 0; h < horizon; h++)
        {
            var next = model.Next(path.ToArray());
            var width = reach * Math.Sqrt(responses.Sum(psi => psi * psi));
            points.Add(new ForecastPoint(next, next - width, next + width));
            path.Add(next);
            responses.Add(Response(model.Recurrence, responses));
        }

        return points;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SsaForecaster, Version);
        writer.Write(_count);
        writer.Write(_sinceFit);
        StateFormat.Write(writer, _values.AsSpan(0, _count));
        writer.Write(IsReady);
        _model?.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; both sizes must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SsaForecaster, Version);
        _count = reader.ReadInt32();
        if (_count < 0 || _count > _values.Length)
            throw new InvalidDataException($"{_count} values do not fit into {_values.Length}.");
        _sinceFit = reader.ReadInt32();
        StateFormat.Read(reader, _values.AsSpan(0, _count));
        _model = reader.ReadBoolean() ? SsaModel.Load(reader, _window) : null;
    }

    private static double Response(double[] recurrence, List<double> responses)
    {
        var sum = 0.0;
        for (var k = 1; k <= Math.Min(responses.Count, recurrence.Length); k++)
            sum += recurrence[^k] * responses[^k];
        return sum;
    }
}
