namespace Governance.Detection.Metrics;

/// <summary>
/// The last values of a stream and their running means. Sums are made anew from time to time, so rounding errors do
/// not gather. O(1) amortised.
/// </summary>
internal sealed class RecentValues
{
    /// <summary>The longest mean.</summary>
    internal const int Longest = 72;

    // A power of two, so that places go round by a mask.
    private const int Capacity = 128;
    private const int Mask = Capacity - 1;
    private const int RenewEvery = 128;
    private static readonly int[] s_levels = [12, 24, Longest];
    private static readonly int[] s_steps = [12, 48];

    private readonly double[] _ring = new double[Capacity];
    private readonly double[] _levels = new double[s_levels.Length];
    private readonly double[] _steps = new double[s_steps.Length];

    /// <summary>Values so far.</summary>
    internal long Count { get; private set; }

    internal double MeanOf12 => _levels[0] / Math.Min(Count, s_levels[0]);

    internal double MeanOf24 => _levels[1] / Math.Min(Count, s_levels[1]);

    internal double MeanOf72 => _levels[2] / Math.Min(Count, s_levels[2]);

    /// <summary>Mean absolute step over the last 12 values: how restless the stream is right now.</summary>
    internal double StepsOf12 => _steps[0] / Math.Min(Count, s_steps[0]);

    internal double StepsOf48 => _steps[1] / Math.Min(Count, s_steps[1]);

    internal void Add(double value)
    {
        _ring[(int)Count & Mask] = value;
        Count++;
        if (Count % RenewEvery == 0)
        {
            Renew();
            return;
        }

        for (var i = 0; i < _levels.Length; i++)
            _levels[i] += value - (Count > s_levels[i] ? Back(s_levels[i]) : 0);
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] += Step(0) - (Count > s_steps[i] ? Step(s_steps[i]) : 0);
    }

    /// <summary>The value so many before the last; 0 is the last.</summary>
    internal double Back(int rows) => _ring[((int)Count - 1 - rows) & Mask];

    /// <summary>Median of <paramref name="width"/> values, the first of them <paramref name="skip"/> back.</summary>
    internal double Median(int skip, int width)
    {
        width = (int)Math.Min(width, Count - skip);
        Span<double> sorted = stackalloc double[width];
        for (var i = 0; i < width; i++)
        {
            var value = Back(skip + i);
            var at = i;
            for (; at > 0 && sorted[at - 1] > value; at--)
                sorted[at] = sorted[at - 1];
            sorted[at] = value;
        }

        return width % 2 == 1 ? sorted[width / 2] : (sorted[(width / 2) - 1] + sorted[width / 2]) / 2;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        StateFormat.Write(writer, _ring);
        StateFormat.Write(writer, _levels);
        StateFormat.Write(writer, _steps);
    }

    internal void Load(BinaryReader reader)
    {
        Count = reader.ReadInt64();
        StateFormat.Read(reader, _ring);
        StateFormat.Read(reader, _levels);
        StateFormat.Read(reader, _steps);
    }

    private double Step(int rows) => Count < rows + 2 ? 0 : Math.Abs(Back(rows) - Back(rows + 1));

    private void Renew()
    {
        for (var i = 0; i < _levels.Length; i++)
        {
            _levels[i] = 0;
            for (var row = 0; row < s_levels[i]; row++)
                _levels[i] += Back(row);
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            _steps[i] = 0;
            for (var row = 0; row < s_steps[i]; row++)
                _steps[i] += Step(row);
        }
    }
}
