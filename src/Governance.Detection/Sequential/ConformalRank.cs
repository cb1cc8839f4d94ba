namespace Governance.Detection.Sequential;

/// <summary>
/// Conformal p-values of a stream of nonconformity scores: p_t = (#{a_i &gt; a_t} + U · #{a_i = a_t}) / t over the
/// scores of the running epoch, a_t included. Under exchangeability they are independent and uniform.
/// </summary>
/// <remarks>
/// Memory is bounded without breaking that: when an epoch has gathered its capacity a new one begins from nothing. The
/// relative ranks within disjoint stretches of an exchangeable sequence are independent of one another, so the
/// p-values stay independent over epochs; a sliding window would not give that. The price is that an epoch does not
/// see what lay before it. O(log n) comparisons and a move of at most <c>capacity</c> numbers per score.
/// </remarks>
public sealed class ConformalRank
{
    private const byte Version = 1;
    private readonly double[] _sorted;
    private int _count;
    private ulong _dice;

    /// <summary>A fresh epoch.</summary>
    /// <param name="capacity">Scores of an epoch, ≥ 2.</param>
    /// <param name="seed">Of the U that break ties.</param>
    public ConformalRank(int capacity = 1024, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _sorted = new double[capacity];
        _dice = seed;
    }

    /// <summary>Takes a score in and returns its p-value, in (0, 1]; high scores have low p-values.</summary>
    /// <param name="score">Finite, or infinite; not a NaN.</param>
    public double Observe(double score)
    {
        if (double.IsNaN(score))
            throw new ArgumentException("A score is a number.", nameof(score));
        if (_count == _sorted.Length)
            _count = 0;
        var below = Count(score, orEqual: false);
        var upTo = Count(score, orEqual: true);
        Array.Copy(_sorted, upTo, _sorted, upTo + 1, _count - upTo);
        _sorted[upTo] = score;
        _count++;
        var above = _count - 1 - upTo;
        var ties = upTo - below + 1;
        return (above + (SplitMix.Next(ref _dice) * ties)) / _count;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.ConformalRank, Version);
        writer.Write(_dice);
        writer.Write(_count);
        StateFormat.Write(writer, _sorted.AsSpan(0, _count));
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the capacity must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.ConformalRank, Version);
        _dice = reader.ReadUInt64();
        _count = reader.ReadInt32();
        if (_count < 0 || _count > _sorted.Length)
            throw new InvalidDataException($"{_count} scores do not fit into an epoch of {_sorted.Length}.");
        StateFormat.Read(reader, _sorted.AsSpan(0, _count));
    }

    private int Count(double score, bool orEqual)
    {
        var (from, to) = (0, _count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_sorted[middle] < score || (orEqual && _sorted[middle] == score))
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }
}

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state, so dice can be saved with what they decided.
/// </summary>
internal static class SplitMix
{
    /// <summary>A number in (0, 1]; never 0, whose logarithm would end every bet.</summary>
    internal static double Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (((z ^ (z >> 31)) >> 11) + 1) * (1.0 / (1UL << 53));
    }
}
