namespace Governance.Detection.Sequential;

/// <summary>
/// Betting against "the mean is at most m" for values in [0, 1] (Waudby-Smith, Ramdas, JRSS B 86, 2024):
/// K ← K · (1 + λ (x − m)) with λ ≥ 0 chosen before x is seen. K exceeds 1/α at any time with probability at most α;
/// nothing but the bounds and "mean at most m given the past" is assumed. O(1).
/// </summary>
public sealed class BoundedMeanBet
{
    private const byte Version = 1;

    /// <summary>No bet risks more than this share of the capital on one value.</summary>
    public const double LargestRisk = 0.75;

    private readonly double _limit;
    private long _count;
    private double _sum = 0.5;
    private double _squares = 0.25;

    /// <summary>A bettor with capital 1.</summary>
    /// <param name="limit">m in (0, 1).</param>
    public BoundedMeanBet(double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(limit, 1);
        _limit = limit;
    }

    /// <summary>Logarithm of the capital: log evidence against the limit.</summary>
    public double LogCapital { get; private set; }

    /// <summary>Bets on one value in [0, 1] and returns the step's log e-value.</summary>
    public double Observe(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        var logE = Math.Log(1 + (Stake() * (value - _limit)));
        _count++;
        _sum += value;
        var deviation = value - (_sum / (_count + 1));
        _squares += deviation * deviation;
        LogCapital += logE;
        return logE;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.BoundedMeanBet, Version);
        writer.Write(_count);
        StateFormat.Write(writer, [_sum, _squares, LogCapital]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the limit must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.BoundedMeanBet, Version);
        _count = reader.ReadInt64();
        (_sum, _squares, LogCapital) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }

    // Approximately growth-optimal: (μ̂ − m) / (σ̂² + (μ̂ − m)²), from the values before this one only. The estimates
    // start as if one value of ½ with variance ¼ had been seen, so the first bets are timid.
    private double Stake()
    {
        var excess = (_sum / (_count + 1)) - _limit;
        var variance = _squares / (_count + 1);
        return Math.Clamp(excess / (variance + (excess * excess)), 0, LargestRisk / _limit);
    }
}
