namespace Governance.Detection.Sequential;

/// <summary>
/// Whether a short sequence (the scores of one conversation) drifts away from its own beginning: a two-sided CUSUM of
/// recursive residuals (Brown, Durbin and Evans 1975). A sequence that lies high or low as a whole is no drift.
/// </summary>
/// <remarks>
/// The k-th residual is (x_k − mean of those before) / √(1 + 1/(k − 1)): independent of one another, with the scale of
/// a single value, if the sequence keeps one mean and is normal. False alarms of the CUSUM then lie about
/// 2 exp(h + 1.166) residuals apart (Siegmund 1985, with allowance ½, one side); residuals are cut at 3, in the mean as
/// well, so that one wild score never alarms by itself. A rule of thumb where scores are not normal.
/// </remarks>
public sealed class TurnDrift
{
    /// <summary>A drift of half a standard deviation a turn is allowed for.</summary>
    private const double Allowance = 0.5;

    private const double LargestResidual = 3;

    /// <summary>Scores that never differ have no scale; a thousandth of a percent is no drift.</summary>
    private const double LeastScale = 1e-5;

    /// <summary>Siegmund's correction for what a sum overshoots its threshold by.</summary>
    private const double Overshoot = 1.166;

    private double _mean;
    private double _up;
    private double _down;

    /// <summary>Values so far.</summary>
    public int Turns { get; private set; }

    /// <summary>Values before the sum last left zero upwards or downwards: the drift begins with the next.</summary>
    public int Before { get; private set; }

    /// <summary>The larger sum.</summary>
    public double Statistic => Math.Max(_up, _down);

    /// <summary>The side of it.</summary>
    public Direction Direction => _up >= _down ? Direction.Up : Direction.Down;

    /// <summary>The sum beyond which false alarms lie so many residuals apart, both sides together.</summary>
    public static double ThresholdOf(double falseAlarmEvery) => Math.Log(falseAlarmEvery) - Overshoot;

    /// <summary>What the next value would leave over, in its own unit; null for the first.</summary>
    public double? ResidualOf(double value) =>
        Turns == 0 ? null : (value - _mean) / Math.Sqrt(1 + (1.0 / Turns));

    /// <summary>Takes in the next value.</summary>
    /// <param name="value">A score.</param>
    /// <param name="deviation">Standard deviation of residuals, over all sequences; null while it is not known.</param>
    public void Take(double value, double? deviation)
    {
        if (ResidualOf(value) is { } residual && deviation is { } scale)
        {
            var step = Math.Clamp(residual / Math.Max(scale, LeastScale), -LargestResidual, LargestResidual);
            _up = Math.Max(0, _up + step - Allowance);
            _down = Math.Max(0, _down - step - Allowance);
            value = _mean + (step * Math.Max(scale, LeastScale) * Math.Sqrt(1 + (1.0 / Turns)));
        }

        Turns++;
        _mean += (value - _mean) / Turns;
        if (Statistic == 0)
            Before = Turns;
    }

    /// <summary>Begins anew with the next value.</summary>
    public void Restart() => (Turns, Before, _mean, _up, _down) = (0, 0, 0, 0, 0);

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Turns);
        writer.Write(Before);
        writer.Write(_mean);
        writer.Write(_up);
        writer.Write(_down);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Turns = reader.ReadInt32();
        Before = reader.ReadInt32();
        _mean = reader.ReadDouble();
        _up = reader.ReadDouble();
        _down = reader.ReadDouble();
    }
}
