namespace Governance.Detection;

/// <summary>What an alarm is worth; it is shown beside every alarm.</summary>
public enum Worth
{
    /// <summary>The bound on false alarms is proven under the stated assumption.</summary>
    Guaranteed,

    /// <summary>The bound on false alarms was measured on simulated streams.</summary>
    Calibrated,

    /// <summary>A rule of thumb without a bound.</summary>
    Heuristic,
}

/// <summary>On which side of the reference the current behaviour lies.</summary>
public enum Direction
{
    /// <summary>More, longer, more often.</summary>
    Up,

    /// <summary>Less, shorter, rarer.</summary>
    Down,
}

/// <summary>Which directions count as a finding.</summary>
public enum Sides
{
    /// <summary>Only a rise.</summary>
    Up,

    /// <summary>A rise or a fall.</summary>
    Both,
}

/// <summary>A stretch of a stream: when, how many observations, and their value in the stream's own unit.</summary>
/// <param name="From">Time of the first observation.</param>
/// <param name="To">Time of the last observation.</param>
/// <param name="N">Observations.</param>
/// <param name="Value">Rate, quantile or mean over them.</param>
public sealed record Stretch(DateTimeOffset From, DateTimeOffset To, long N, double Value)
{
    /// <summary>Lower end of the value's 95 % interval; null where it is not known.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the value's 95 % interval; null where it is not known.</summary>
    public double? High { get; init; }

    /// <summary>
    /// 95 % interval of a difference by the method of variance estimates recovery (Zou and Donner 2008), from the two
    /// sides' own intervals; null where they have none.
    /// </summary>
    internal static (double Low, double High)? IntervalOf(double difference, Stretch reference, Stretch current)
    {
        if (current is not { Low: { } low, High: { } high } || reference is not { Low: { } least, High: { } most })
            return null;
        return (difference - Both(current.Value - low, most - reference.Value),
            difference + Both(high - current.Value, reference.Value - least));

        static double Both(double one, double other) => Math.Sqrt((one * one) + (other * other));
    }
}

/// <summary>An alarm with its evidence, every number by name.</summary>
/// <param name="Detector">
/// <c>drift</c> (evidence gathered over many steps), <c>spike</c> (one step) or <c>unseen</c>.
/// </param>
/// <param name="Statistic">The test statistic.</param>
/// <param name="StatisticName">What it is.</param>
/// <param name="Threshold">The statistic at which the detector alarms; a p-value alarms at or below it.</param>
/// <param name="PValue">Of a detector that yields one.</param>
/// <param name="EValue">Of a detector that yields one.</param>
/// <param name="Effect">Current minus reference, in the stream's own unit.</param>
/// <param name="Direction">The side of the reference.</param>
/// <param name="Reference">What is compared with.</param>
/// <param name="Current">What is found changed.</param>
/// <param name="Worth">What the alarm is worth.</param>
/// <param name="Assumption">Under which condition.</param>
public sealed record Finding(
    string Detector,
    double Statistic,
    string StatisticName,
    double Threshold,
    double? PValue,
    double? EValue,
    double Effect,
    Direction Direction,
    Stretch Reference,
    Stretch Current,
    Worth Worth,
    string Assumption)
{
    /// <summary>The least value that is expected; null where nothing bounds it.</summary>
    public double? ExpectedLow { get; init; }

    /// <summary>The largest value that is expected; null where nothing bounds it.</summary>
    public double? ExpectedHigh { get; init; }

    /// <summary>
    /// 95 % interval of the effect by the method of variance estimates recovery (Zou and Donner 2008) from the two
    /// stretches' own intervals; null where they have none. It speaks of this comparison as if it were the only one.
    /// </summary>
    public (double Low, double High)? EffectInterval => Stretch.IntervalOf(Effect, Reference, Current);
}
