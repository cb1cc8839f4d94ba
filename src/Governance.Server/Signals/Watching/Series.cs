namespace Governance.Server.Signals.Watching;

/// <summary>One closed window of a stream.</summary>
/// <param name="From">Start of the window.</param>
/// <param name="N">Observations in it.</param>
/// <param name="Value">Their rate, quantile or median, in the signal's unit.</param>
/// <param name="Revision">
/// 1, and one more each time late observations came. A rate is then exact again; a quantile is the two weighted by
/// their numbers.
/// </param>
internal readonly record struct SeriesPoint(DateTimeOffset From, long N, double Value, int Revision);

/// <summary>The latest windows of a stream that had observations, for charts.</summary>
internal sealed class Series
{
    /// <summary>Windows kept; at one minute each, most of a day of steady traffic.</summary>
    internal const int Capacity = 1024;

    private readonly List<SeriesPoint> _points = [];

    internal void Add(DateTimeOffset from, long n, double value)
    {
        var at = _points.Count;
        while (at > 0 && _points[at - 1].From >= from)
            at--;
        if (at < _points.Count && _points[at].From == from)
            _points[at] = Revised(_points[at], n, value);
        else
            _points.Insert(at, new SeriesPoint(from, n, value, 1));
        if (_points.Count > Capacity + (Capacity / 4))
            _points.RemoveRange(0, _points.Count - Capacity);
    }

    internal IEnumerable<SeriesPoint> Between(DateTimeOffset from, DateTimeOffset to) =>
        _points.Where(point => point.From >= from && point.From < to);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_points.Count);
        foreach (var point in _points)
        {
            writer.Save(point.From);
            writer.Write(point.N);
            writer.Write(point.Value);
            writer.Write(point.Revision);
        }
    }

    internal void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            _points.Add(new SeriesPoint(
                reader.LoadTime(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt32()));
        }
    }

    private static SeriesPoint Revised(SeriesPoint old, long n, double value) => new(
        old.From, old.N + n, ((old.N * old.Value) + (n * value)) / (old.N + n), old.Revision + 1);
}
