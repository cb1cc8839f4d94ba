namespace Governance.Server.Signals.Watching;

/// <summary>
/// How many steps a week a stream is judged in, and so how far apart its false alarms must lie. It hangs on the
/// stream's own past alone: the same segments give the same thresholds.
/// </summary>
internal sealed class Pace(TimeSpan window)
{
    /// <summary>Drift and spike are two detectors over the same steps, and each is given half.</summary>
    internal const int Detectors = 2;

    /// <summary>Below this a detector would cry at almost anything, whatever the budget.</summary>
    internal const double MinimumSteps = 1_000;

    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    /// <summary>Taken for granted until it is known better: half a day at a step per window.</summary>
    private static readonly TimeSpan s_head = TimeSpan.FromHours(12);

    private long _steps;
    private DateTimeOffset _first;
    private DateTimeOffset _last;

    /// <summary>Steps a week, as seen so far; at most one a window.</summary>
    internal double StepsPerWeek =>
        (_steps + (s_head / window)) / Math.Max((_last - _first + s_head) / s_week, 1e-9);

    internal void Step(DateTimeOffset at)
    {
        if (_steps++ == 0)
            _first = at;
        _last = at > _last ? at : _last;
    }

    /// <summary>Steps between false alarms of each detector, so that both together keep to the budget.</summary>
    /// <param name="budget">False alarms a week.</param>
    internal double StepsBetween(double budget) =>
        Math.Max(MinimumSteps, Detectors * StepsPerWeek / budget);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        writer.Save(_first);
        writer.Save(_last);
    }

    internal void Load(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        _first = reader.LoadTime();
        _last = reader.LoadTime();
    }
}
