namespace Governance.Detection;

/// <summary>
/// Shiryaev-Roberts e-detector (Shin, Ramdas, Rinaldo, arXiv 2203.03532): M ← (M + 1) · e per alternative, averaged.
/// An alarm at M ≥ A keeps false alarms at least A steps apart on average, whatever the data, as long as each e is an
/// e-value given the past. Averaging over alternatives and over both directions keeps that.
/// </summary>
public sealed class EDetector
{
    private readonly double[] _logs;

    /// <summary>A fresh detector with so many alternatives.</summary>
    public EDetector(int alternatives)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alternatives);
        _logs = new double[alternatives];
        Reset();
    }

    /// <summary>log M, minus infinity before the first step.</summary>
    public double LogStatistic { get; private set; }

    /// <summary>Takes in one step and returns log M.</summary>
    public double Observe(ReadOnlySpan<double> logE)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logE.Length, _logs.Length);
        for (var i = 0; i < _logs.Length; i++)
            _logs[i] = LogOnePlusExp(_logs[i]) + logE[i];
        return LogStatistic = LogMean(_logs);
    }

    /// <summary>log of the mean over a part of the alternatives: which direction the evidence points to.</summary>
    public double LogPart(int from, int count) => LogMean(_logs.AsSpan(from, count));

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Fill(_logs, double.NegativeInfinity);
        LogStatistic = double.NegativeInfinity;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var log in _logs)
            writer.Write(log);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (var i = 0; i < _logs.Length; i++)
            _logs[i] = reader.ReadDouble();
        LogStatistic = LogMean(_logs);
    }

    private static double LogOnePlusExp(double x) => x > 40 ? x : Math.Log(1 + Math.Exp(x));

    private static double LogMean(ReadOnlySpan<double> logs)
    {
        var peak = double.NegativeInfinity;
        foreach (var log in logs)
            peak = Math.Max(peak, log);
        if (double.IsNegativeInfinity(peak))
            return peak;
        var sum = 0.0;
        foreach (var log in logs)
            sum += Math.Exp(log - peak);
        return peak + Math.Log(sum / logs.Length);
    }
}
