namespace Governance.Server.Signals.Watching;

/// <summary>The windows that a deployment's signals gather in.</summary>
internal sealed class Gathering(WatchSettings settings)
{
    /// <summary>How far apart two exporters of one sender may deliver what happened at one time.</summary>
    private static readonly TimeSpan s_exporters = TimeSpan.FromMinutes(1);

    // Calls and evaluations travel by different exporters, so each has its own watermark.
    private readonly OpenWindows _calls = new(settings.Window, settings.Lateness);
    private readonly OpenWindows _evaluations = new(settings.Window, settings.Lateness);

    // What is counted beside runs comes by both exporters into one window, so it waits for the slower one.
    private readonly OpenWindows _besideRuns = new(settings.Window, settings.Lateness + s_exporters);

    /// <summary>Newest event time of a call.</summary>
    internal DateTimeOffset Newest => _calls.Newest;

    /// <summary>Readings that came too late for any window.</summary>
    internal long TooLate { get; private set; }

    /// <summary>A signal has one set of windows, whichever observation says it.</summary>
    internal void Add(StreamKey key, DateTimeOffset at, Reading reading)
    {
        var windows = WatchedSignals.Of(key.Signal).Among switch
        {
            Among.ModelCalls or Among.ToolCalls => _calls,
            Among.Runs => _besideRuns,
            _ => _evaluations,
        };
        if (!windows.TryAdd(key, at, reading))
            TooLate++;
    }

    /// <summary>Takes out the windows that are due, or all of them, and says which are those of calls.</summary>
    internal IEnumerable<(ClosedWindow Window, bool IsOfCalls)> Take(bool all) =>
        from windows in (OpenWindows[])[_calls, _evaluations, _besideRuns]
        from window in all ? windows.TakeAll() : windows.TakeDue()
        select (window, windows == _calls);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(TooLate);
        foreach (var windows in (OpenWindows[])[_calls, _evaluations, _besideRuns])
            windows.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        TooLate = reader.ReadInt64();
        foreach (var windows in (OpenWindows[])[_calls, _evaluations, _besideRuns])
            windows.Load(reader);
    }
}
