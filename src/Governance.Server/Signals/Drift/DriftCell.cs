using Governance.Detection;

namespace Governance.Server.Signals.Drift;

/// <summary>One signal on both sides, as a whole and within each declared task class.</summary>
internal sealed class DriftCell(Measure measure)
{
    /// <summary>Values kept of a side, evenly thinned; rates and means are exact whatever is kept.</summary>
    private const int Kept = 4_096;

    /// <summary>Values kept of one task class of a side.</summary>
    private const int KeptOfClass = 1_024;

    /// <summary>Task classes that are told apart; what comes in further ones counts as a whole only.</summary>
    private const int MaxClasses = 32;

    private readonly SortedDictionary<string, (Sample Left, Sample Right)> _classes = new(StringComparer.Ordinal);

    internal Measure Measure => measure;

    internal Sample Left { get; } = new(measure, Kept);

    internal Sample Right { get; } = new(measure, Kept);

    /// <summary>Both sides of each task class.</summary>
    internal IReadOnlyCollection<(Sample Left, Sample Right)> Classes => _classes.Values;

    internal void Add(bool right, string? taskClass, float value, DateTimeOffset at)
    {
        (right ? Right : Left).Add([value], at, at);
        if (taskClass is null)
            return;
        if (!_classes.TryGetValue(taskClass, out var both))
        {
            if (_classes.Count >= MaxClasses)
                return;
            _classes.Add(taskClass, both = (new Sample(measure, KeptOfClass), new Sample(measure, KeptOfClass)));
        }

        (right ? both.Right : both.Left).Add([value], at, at);
    }
}
