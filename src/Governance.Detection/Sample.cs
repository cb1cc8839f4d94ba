using System.Runtime.InteropServices;

namespace Governance.Detection;

/// <summary>Observations gathered over a stretch: counted exactly, their values kept up to a capacity.</summary>
public sealed class Sample(Measure measure, int capacity)
{
    private readonly List<float> _values = [];

    /// <summary>Observations.</summary>
    public long N { get; private set; }

    /// <summary>Values above one half; of a rate, its hits.</summary>
    public long Hits { get; private set; }

    /// <summary>Time of the first observation.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>Time of the last observation.</summary>
    public DateTimeOffset To { get; private set; }

    /// <summary>
    /// The kept values, in order of arrival. Bounded by the capacity. Empty for a rate, which needs none.
    /// </summary>
    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Adds values; those beyond the capacity are counted, not kept.</summary>
    public void Add(ReadOnlySpan<float> values, DateTimeOffset from, DateTimeOffset to)
    {
        if (values.IsEmpty)
            return;
        From = N == 0 || from < From ? from : From;
        To = N == 0 || to > To ? to : To;
        N += values.Length;
        foreach (var value in values)
            Hits += value > 0.5f ? 1 : 0;
        if (!measure.IsRate)
            _values.AddRange(values[..Math.Min(values.Length, Math.Max(0, capacity - _values.Count))]);
    }

    /// <summary>Goes back to an earlier state of this sample.</summary>
    public void CutBack(long n, long hits, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, N);
        (N, Hits, To) = (n, hits, to);
        if (_values.Count > n)
            _values.RemoveRange((int)n, _values.Count - (int)n);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (N, Hits, From, To) = (0, 0, default, default);
        _values.Clear();
    }

    /// <summary>This sample in one line; its value is NaN when there is nothing.</summary>
    public Stretch ToStretch() => new(From, To, N, Value());

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(N);
        writer.Write(Hits);
        writer.Write(From.UtcTicks);
        writer.Write(To.UtcTicks);
        writer.Write(_values.Count);
        writer.Write(MemoryMarshal.AsBytes(Values));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Clear();
        N = reader.ReadInt64();
        Hits = reader.ReadInt64();
        From = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        To = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        CollectionsMarshal.SetCount(_values, reader.ReadInt32());
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_values)));
    }

    private double Value()
    {
        if (N == 0)
            return double.NaN;
        if (measure.IsRate)
            return (double)Hits / N;
        var sorted = _values.ToArray();
        Array.Sort(sorted);
        return measure.QuantileOf(sorted);
    }
}
