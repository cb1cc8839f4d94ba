namespace Governance.Detection.Forecasting;

/// <summary>What one step came to.</summary>
/// <param name="Expected">Forecast before the value was seen; NaN for the very first.</param>
/// <param name="Residual">Value − expected; NaN for a gap.</param>
/// <param name="Standardised">Residual over its usual size: what detectors of streams without seasons want.</param>
/// <param name="Lower">Expected − 3 usual sizes.</param>
/// <param name="Upper">Expected + 3 usual sizes.</param>
public readonly record struct SeasonalStep(
    double Expected, double Residual, double Standardised, double Lower, double Upper);

/// <summary>
/// Level, trend and several additive seasons, smoothed exponentially (after Holt and Winters), through gaps. Its
/// residuals feed the sequential detectors. Heuristic; what is left of autocorrelation in them is the caller's to
/// judge.
/// </summary>
/// <remarks>
/// A residual of more than three usual sizes teaches as much as three do: one outlier bends nothing, a new level is
/// learnt in a while. O(number of seasons) per step; memory: one number per phase of each season.
/// </remarks>
public sealed class SeasonalForecaster
{
    private const byte Version = 1;

    /// <summary>The sum of all periods: two weeks of minutes.</summary>
    public const int MostPhases = 20_160;

    private const double LevelRate = 0.1;
    private const double TrendRate = 0.005;
    private const double TrendDamping = 0.98;
    private const double SeasonRate = 0.1;
    private const double ScaleRate = 0.02;
    private const double Bounds = 3;

    private readonly double[][] _seasons;
    private readonly byte[][] _visits;
    private long _step;
    private long _seen;
    private double _level;
    private double _trend;
    private double _scale;

    /// <summary>A forecaster that knows nothing yet.</summary>
    /// <param name="periods">Points of each season, shortest first; none = level and trend only.</param>
    public SeasonalForecaster(params ReadOnlySpan<int> periods)
    {
        var phases = 0;
        foreach (var period in periods)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
            phases += period;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(phases, MostPhases);
        _seasons = new double[periods.Length][];
        _visits = new byte[periods.Length][];
        for (var i = 0; i < periods.Length; i++)
            (_seasons[i], _visits[i]) = (new double[periods[i]], new byte[periods[i]]);
    }

    /// <summary>Takes in the next step; NaN is a gap, which moves time on and teaches nothing.</summary>
    public SeasonalStep Observe(double value)
    {
        var expected = _seen == 0 ? double.NaN : _level + _trend + Season();
        var residual = value - expected;
        var step = new SeasonalStep(
            expected,
            residual,
            _scale > 0 ? residual / _scale : 0,
            expected - (Bounds * _scale),
            expected + (Bounds * _scale));
        _trend *= TrendDamping;
        _level += _trend;
        if (double.IsFinite(value))
            Learn(value, residual);
        _step++;
        return step;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SeasonalForecaster, Version);
        writer.Write(_step);
        writer.Write(_seen);
        StateFormat.Write(writer, [_level, _trend, _scale]);
        for (var i = 0; i < _seasons.Length; i++)
        {
            StateFormat.Write(writer, _seasons[i]);
            writer.Write(_visits[i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the periods must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SeasonalForecaster, Version);
        (_step, _seen) = (reader.ReadInt64(), reader.ReadInt64());
        (_level, _trend, _scale) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        for (var i = 0; i < _seasons.Length; i++)
        {
            StateFormat.Read(reader, _seasons[i]);
            reader.BaseStream.ReadExactly(_visits[i]);
        }
    }

    private double Season()
    {
        var sum = 0.0;
        foreach (var season in _seasons)
            sum += season[_step % season.Length];
        return sum;
    }

    private void Learn(double value, double residual)
    {
        if (_seen++ == 0)
        {
            _level = value;
            return;
        }

        var size = Math.Abs(residual) * 1.2533; // mean |x| of a normal law is σ √(2/π)
        _scale = _seen == 2 ? size : _scale + (Math.Max(ScaleRate, 1.0 / _seen) * (Clipped(size) - _scale));
        var error = Clipped(residual);
        for (var i = 0; i < _seasons.Length; i++)
        {
            var phase = _step % _seasons[i].Length;
            _visits[i][phase] = (byte)Math.Min(_visits[i][phase] + 1, byte.MaxValue);
            _seasons[i][phase] += Math.Max(SeasonRate, 1.0 / (1 + _visits[i][phase])) * error / _seasons.Length;
        }

        _level += LevelRate * error;
        _trend += TrendRate * error;
    }

    private double Clipped(double x) => _scale > 0 ? Math.Clamp(x, -Bounds * _scale, Bounds * _scale) : x;
}
