using Governance.Detection.Sequential;

namespace Governance.Detection.Iid;

/// <summary>
/// Lasting changes of a stream without trend or season (DetectIidChangePoint), by a martingale that is one: conformal
/// p-values, independent and uniform under exchangeability, and a restarted product of bets on them.
/// </summary>
/// <remarks>
/// Guaranteed under exchangeable values: alarms lie at least h / (1 − confidence / 100) points apart on average, h the
/// change history length; a product over a sliding window of one-sided halves, as the namesake has it, promises
/// nothing. After an alarm all is learnt anew. O(log n) per point and a move of at most 1,024 numbers.
/// </remarks>
public sealed class IidChangePointDetector
{
    private const byte Version = 1;
    private const int Epoch = 1_024;
    private readonly MartingaleType _martingale;
    private readonly double _epsilon;
    private ConformalRank _far = new(Epoch, 1);
    private ConformalRank _high = new(Epoch, 2);
    private double _logFar;
    private double _logHigh;
    private double _logLow;
    private long _changes;

    /// <summary>A detector that knows nothing yet.</summary>
    /// <param name="confidence">In percent, 0 … 100, exclusive.</param>
    /// <param name="changeHistoryLength">h: the stretch that the confidence is meant for.</param>
    /// <param name="martingale">How to bet on the p-values.</param>
    /// <param name="eps">ε of the power bet, in (0, 1).</param>
    public IidChangePointDetector(
        double confidence = 95,
        int changeHistoryLength = 20,
        MartingaleType martingale = MartingaleType.Power,
        double eps = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(changeHistoryLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eps);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(eps, 1);
        _martingale = martingale;
        _epsilon = eps;
        LogThreshold = Math.Log(changeHistoryLength / (1 - (confidence / 100)));
    }

    /// <summary>log of the statistic that alarms.</summary>
    public double LogThreshold { get; }

    /// <summary>Judges a value by those before it. One that is not finite is a gap.</summary>
    public ChangePoint Observe(double value)
    {
        if (!double.IsFinite(value))
            return new ChangePoint(false, value, 1, Log(), LogThreshold);
        var high = _high.Observe(value);
        var p = Math.Max(2 * Math.Min(high, 1 - high), double.Epsilon);
        if (_martingale is MartingaleType.None)
            _logFar = _logHigh = _logLow = -Math.Log(p);
        else
            Bet(high);
        var point = new ChangePoint(Log() >= LogThreshold, value, p, Log(), LogThreshold);
        if (point.Alert)
            Restart();
        return point;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.IidChangePoint, Version);
        StateFormat.Write(writer, [_logFar, _logHigh, _logLow]);
        writer.Write(_changes);
        _far.Save(writer);
        _high.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.IidChangePoint, Version);
        (_logFar, _logHigh, _logLow) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        _changes = reader.ReadInt64();
        _far.Load(reader);
        _high.Load(reader);
    }

    // The average of three statistics with the same bound keeps it: rises, falls, and a wider spread.
    private double Log()
    {
        var most = Math.Max(_logFar, Math.Max(_logHigh, _logLow));
        return most + Math.Log(
            (Math.Exp(_logFar - most) + Math.Exp(_logHigh - most) + Math.Exp(_logLow - most)) / 3);
    }

    private void Bet(double high)
    {
        _logHigh = Math.Max(_logHigh, 0) + LogBet(high);
        _logLow = Math.Max(_logLow, 0) + LogBet(Math.Max(1 - high, double.Epsilon));
        _logFar = Math.Max(_logFar, 0) + LogBet(_far.Observe(Math.Abs(high - 0.5)));
    }

    private double LogBet(double p) =>
        _martingale is MartingaleType.Power ? Bets.LogPower(p, _epsilon) : Bets.LogMixture(p);

    private void Restart()
    {
        _changes++;
        (_logFar, _logHigh, _logLow) = (0, 0, 0);
        _far = new ConformalRank(Epoch, (ulong)(2 * _changes) + 1);
        _high = new ConformalRank(Epoch, (ulong)(2 * _changes) + 2);
    }
}
