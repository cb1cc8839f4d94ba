namespace Governance.Server.Signals.Watching;

/// <summary>
/// Windows of event time that still gather. A window closes when the newest event time seen, less the allowed
/// lateness, has passed its end, or when the log says that nothing came any more; what comes later still opens it again
/// and closes as its next revision.
/// </summary>
internal sealed class OpenWindows(TimeSpan length, TimeSpan lateness)
{
    /// <summary>
    /// Windows that gather at one time; past it the oldest is closed early. A day's batch of a quiet sender.
    /// </summary>
    private const int MaxWindows = 20_000;

    /// <summary>What is later belongs to a past that has been judged; its window is not opened again.</summary>
    private static readonly TimeSpan s_longestLate = TimeSpan.FromDays(1);

    private readonly SortedDictionary<long, Window> _open = [];
    private long _closedThrough = long.MinValue;
    private Window? _last;

    /// <summary>Newest event time seen, never later than it was recorded.</summary>
    internal DateTimeOffset Newest { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>
    /// Adds a reading at its event time; a time after its recording counts as the time of recording. False: its window
    /// has closed too long ago.
    /// </summary>
    internal bool TryAdd(StreamKey key, DateTimeOffset at, Reading reading)
    {
        var index = at.UtcTicks / length.Ticks;
        if (index <= _closedThrough && Newest - at > s_longestLate)
            return false;
        if (_last?.Index != index)
            _last = Open(index);
        _last.Add(key, reading, StartOf(index), StartOf(index + 1));
        if (at > Newest)
            Newest = at;
        return true;
    }

    /// <summary>Takes out every window that is due, oldest first.</summary>
    internal List<ClosedWindow> TakeDue() => TakeBefore((Newest.UtcTicks - lateness.Ticks) / length.Ticks);

    /// <summary>Takes out every window, oldest first: nothing is waited for any more.</summary>
    internal List<ClosedWindow> TakeAll() => TakeBefore(long.MaxValue);

    internal void Save(BinaryWriter writer)
    {
        writer.Save(Newest);
        writer.Write(_closedThrough);
        writer.Write(_open.Count);
        foreach (var window in _open.Values)
            window.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        Newest = reader.LoadTime();
        _closedThrough = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var window = Window.Load(reader);
            _open.Add(window.Index, window);
        }
    }

    private List<ClosedWindow> TakeBefore(long until)
    {
        var due = new List<ClosedWindow>();
        while (_open.Count > 0)
        {
            var (index, window) = _open.First();
            if (index >= until && _open.Count <= MaxWindows)
                break;
            _open.Remove(index);
            due.Add(new ClosedWindow(StartOf(index), StartOf(index + 1), index <= _closedThrough, window.Sorted()));
            _closedThrough = Math.Max(_closedThrough, index);
        }

        _last = null;
        return due;
    }

    private DateTimeOffset StartOf(long index) => new(index * length.Ticks, TimeSpan.Zero);

    private Window Open(long index)
    {
        if (!_open.TryGetValue(index, out var window))
            _open.Add(index, window = new Window(index));
        return window;
    }

    /// <summary>What one window has gathered. Bounded by the streams of a deployment.</summary>
    private sealed class Window(long index)
    {
        private readonly Dictionary<StreamKey, Cell> _cells = [];

        internal long Index => index;

        internal void Add(StreamKey key, Reading reading, DateTimeOffset from, DateTimeOffset to)
        {
            if (!_cells.TryGetValue(key, out var cell))
                _cells.Add(key, cell = new Cell(WatchedSignals.MeasureOf(key)));
            cell.Add(reading, from, to);
        }

        internal List<(StreamKey Key, Cell Cell)> Sorted()
        {
            var cells = _cells.Select(cell => (cell.Key, cell.Value)).ToList();
            cells.Sort((a, b) => a.Key.CompareTo(b.Key));
            return cells;
        }

        internal void Save(BinaryWriter writer)
        {
            writer.Write(index);
            writer.Write(_cells.Count);
            foreach (var (key, cell) in Sorted())
            {
                key.Save(writer);
                cell.Save(writer);
            }
        }

        internal static Window Load(BinaryReader reader)
        {
            var window = new Window(reader.ReadInt64());
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var key = StreamKey.Load(reader);
                window._cells.Add(key, Cell.Load(reader, WatchedSignals.MeasureOf(key)));
            }

            return window;
        }
    }
}

/// <summary>A window that has closed, or closed again with what came late.</summary>
internal sealed record ClosedWindow(
    DateTimeOffset From, DateTimeOffset To, bool IsLate, List<(StreamKey Key, Cell Cell)> Cells);
