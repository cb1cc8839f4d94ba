namespace Governance.Detection.Sequential;

/// <summary>
/// The simple jumper martingale (Vovk et al., "Retrain or not retrain", arXiv 2102.10439): a bettor on small p-values,
/// one on large ones and one who abstains, 1 + e (p − ½) for e in {−1, 0, 1}, who exchange a share J of their capital
/// before each bet. O(1) per p-value, no memory.
/// </summary>
public sealed class SimpleJumper
{
    private const byte Version = 1;
    private readonly double _jump;
    private readonly double[] _shares = [1 / 3.0, 1 / 3.0, 1 / 3.0];

    /// <summary>A bettor with capital 1.</summary>
    /// <param name="jump">J in [0, 1]: how readily the bettors change sides.</param>
    public SimpleJumper(double jump = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(jump);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jump, 1);
        _jump = jump;
    }

    /// <summary>Logarithm of the capital.</summary>
    public double LogCapital { get; private set; }

    /// <summary>Bets on one p-value in [0, 1] and returns the logarithm of the capital.</summary>
    public double Observe(double p)
    {
        var total = 0.0;
        for (var i = 0; i < _shares.Length; i++)
        {
            var share = ((1 - _jump) * _shares[i]) + (_jump / _shares.Length);
            _shares[i] = share * (1 + ((i - 1) * (p - 0.5)));
            total += _shares[i];
        }

        for (var i = 0; i < _shares.Length; i++)
            _shares[i] /= total;
        return LogCapital += Math.Log(total);
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SimpleJumper, Version);
        StateFormat.Write(writer, _shares);
        writer.Write(LogCapital);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SimpleJumper, Version);
        StateFormat.Read(reader, _shares);
        LogCapital = reader.ReadDouble();
    }
}
