namespace Governance.Detection.Calibration;

/// <summary>Answers that stated their confidence within one bin.</summary>
/// <param name="From">Lower edge, inclusive.</param>
/// <param name="To">Upper edge, exclusive but for 1.</param>
/// <param name="N">Answers.</param>
/// <param name="Stated">Mean stated confidence.</param>
/// <param name="Correct">Mean correctness.</param>
public sealed record ReliabilityBin(double From, double To, long N, double Stated, double Correct);

/// <summary>
/// Stated confidence beside correctness in ten equal bins, with the expected calibration error
/// Σ n_b / n · |stated_b − correct_b| (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017) and the Brier score (1950).
/// </summary>
/// <remarks>
/// The error of n answers that are perfectly calibrated is not 0 but some √(b / n): small numbers of answers look worse
/// than they are, and errors of both signs within one bin cancel out.
/// </remarks>
public sealed class ReliabilityDiagram
{
    private const int Count = 10;

    private readonly long[] _n = new long[Count];
    private readonly double[] _stated = new double[Count];
    private readonly double[] _correct = new double[Count];
    private double _squares;

    /// <summary>Answers so far.</summary>
    public long N => _n.Sum();

    /// <summary>Bins with answers, ascending.</summary>
    public IReadOnlyList<ReliabilityBin> Bins =>
    [
        .. Enumerable.Range(0, Count).Where(bin => _n[bin] > 0).Select(bin => new ReliabilityBin(
            (double)bin / Count, (bin + 1.0) / Count, _n[bin], _stated[bin] / _n[bin], _correct[bin] / _n[bin])),
    ];

    /// <summary>Expected calibration error, 0..1; NaN without answers.</summary>
    public double ExpectedCalibrationError => Bins.Sum(bin => bin.N * Math.Abs(bin.Stated - bin.Correct)) / N;

    /// <summary>Mean squared distance of stated confidence from correctness; NaN without answers.</summary>
    public double BrierScore => _squares / N;

    /// <summary>Takes in one answer.</summary>
    /// <param name="stated">Confidence in 0..1.</param>
    /// <param name="correct">1 right, 0 wrong, or a share.</param>
    public void Take(double stated, double correct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stated);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stated, 1);
        var bin = Math.Min(Count - 1, (int)(stated * Count));
        _n[bin]++;
        _stated[bin] += stated;
        _correct[bin] += correct;
        _squares += (stated - correct) * (stated - correct);
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_squares);
        for (var bin = 0; bin < Count; bin++)
        {
            writer.Write(_n[bin]);
            writer.Write(_stated[bin]);
            writer.Write(_correct[bin]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _squares = reader.ReadDouble();
        for (var bin = 0; bin < Count; bin++)
            (_n[bin], _stated[bin], _correct[bin]) = (reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
    }
}
