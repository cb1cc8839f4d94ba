namespace Governance.Detection.Metrics;

/// <summary>
/// The usual value at each hour of the day, learnt as it goes and read between hours by straight lines. It needs the
/// clock's time of day only, so gaps, repeated times and steps of the clock do no harm. O(1).
/// </summary>
internal sealed class DayProfile
{
    /// <summary>Hours.</summary>
    internal const int Bins = 24;

    // An hour's mean goes on learning as if it had seen no more than this.
    private const int Memory = 200;
    private const double LevelRate = 0.01;
    private const long TicksPerBin = TimeSpan.TicksPerDay / Bins;

    private readonly double[] _means = new double[Bins];
    private readonly int[] _counts = new int[Bins];
    private double _level = double.NaN;

    /// <summary>What is usual at this time of day; before an hour is known, the slow mean of all.</summary>
    internal double Expected(long ticksOfDay)
    {
        var bin = (int)(ticksOfDay / TicksPerBin);
        var part = ((double)(ticksOfDay % TicksPerBin) / TicksPerBin) - 0.5;
        var neighbour = part > 0 ? (bin + 1) % Bins : (bin + Bins - 1) % Bins;
        if (_counts[bin] == 0)
            return double.IsNaN(_level) ? 0 : _level;
        if (_counts[neighbour] == 0)
            return _means[bin];
        var weight = Math.Abs(part);
        return (_means[bin] * (1 - weight)) + (_means[neighbour] * weight);
    }

    internal void Learn(long ticksOfDay, double value)
    {
        var bin = (int)(ticksOfDay / TicksPerBin);
        _counts[bin] = Math.Min(_counts[bin] + 1, Memory);
        _means[bin] += (value - _means[bin]) / _counts[bin];
        _level = double.IsNaN(_level) ? value : _level + (LevelRate * (value - _level));
    }

    internal void Save(BinaryWriter writer)
    {
        StateFormat.Write(writer, _means);
        foreach (var count in _counts)
            writer.Write((byte)count);
        writer.Write(_level);
    }

    internal void Load(BinaryReader reader)
    {
        StateFormat.Read(reader, _means);
        for (var i = 0; i < Bins; i++)
            _counts[i] = reader.ReadByte();
        _level = reader.ReadDouble();
    }
}
