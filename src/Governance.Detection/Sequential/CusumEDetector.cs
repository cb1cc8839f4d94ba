namespace Governance.Detection.Sequential;

/// <summary>
/// CUSUM e-detector (Shin, Ramdas, Rinaldo, arXiv 2203.03532): M ← max(M, 1) · e. An alarm at M ≥ A keeps false alarms
/// at least A steps apart on average for any e-values given the past; it starts quicker than
/// <see cref="EDetector"/>'s Shiryaev–Roberts sum on one strong alternative. O(1).
/// </summary>
public sealed class CusumEDetector
{
    private const byte Version = 1;

    /// <summary>log M, 0 before the first step.</summary>
    public double LogStatistic { get; private set; }

    /// <summary>Takes in one step's log e-value and returns log M.</summary>
    public double Observe(double logE) => LogStatistic = Math.Max(LogStatistic, 0) + logE;

    /// <summary>Forgets everything; after an alarm.</summary>
    public void Reset() => LogStatistic = 0;

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.CusumEDetector, Version);
        writer.Write(LogStatistic);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.CusumEDetector, Version);
        LogStatistic = reader.ReadDouble();
    }
}
