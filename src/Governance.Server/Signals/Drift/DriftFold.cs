using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;
using Governance.Server.Signals.Watching.Readers;

namespace Governance.Server.Signals.Drift;

/// <summary>
/// Sorts what a deployment did to the two sides of a question, read as the detectors read it. It takes observations in
/// the order of the log and holds counts and thinned values, however many there are.
/// </summary>
internal sealed class DriftFold(DriftQuestion question)
{
    /// <summary>Signals with their dimensions; what comes in further ones is counted, not compared.</summary>
    private const int MaxCells = 512;

    private readonly TraceContexts _contexts = new();
    private readonly SignalReaders _readers = new();
    private readonly SortedDictionary<DriftKey, DriftCell> _cells = [];
    private readonly SortedDictionary<DriftCategory, CategoryCounts> _categories = [];
    private readonly List<Said> _said = [];

    /// <summary>Served observations of the left side.</summary>
    internal long Left { get; private set; }

    /// <summary>Served observations of the right side.</summary>
    internal long Right { get; private set; }

    /// <summary>Readings beyond the signals that are told apart.</summary>
    internal long Uncompared { get; private set; }

    internal IReadOnlyDictionary<DriftKey, DriftCell> Cells => _cells;

    internal IReadOnlyDictionary<DriftCategory, CategoryCounts> Categories => _categories;

    internal void Take(Observation seen, DateTimeOffset recordedAt)
    {
        var observation = _contexts.Complete(seen);
        if (!observation.IsServed)
            return;
        _said.Clear();
        _readers.Read(observation, _said);
        var at = observation.StartedAt > recordedAt ? recordedAt : observation.StartedAt;
        var right = question.Right.Holds(observation.ModelVersion, at);
        if (!right && !question.Left.Holds(observation.ModelVersion, at))
            return;
        (Left, Right) = right ? (Left, Right + 1) : (Left + 1, Right);
        _said.RemoveAll(said => DriftArithmetic.IsComparedOtherwise(said.Signal));
        foreach (var (signal, dimension, value) in _said)
            Add(new DriftKey(signal, dimension), right, observation.TaskClass, value, at);
        foreach (var (category, word) in WordsOf(observation))
            CountsOf(category).Add(right, word);
    }

    private void Add(DriftKey key, bool right, string? taskClass, float value, DateTimeOffset at)
    {
        if (!_cells.TryGetValue(key, out var cell))
        {
            if (_cells.Count >= MaxCells)
            {
                Uncompared++;
                return;
            }

            var measure = WatchedSignals.MeasureOf(new StreamKey("", key.Signal, key.Dimension));
            _cells.Add(key, cell = new DriftCell(measure));
        }

        // What is of one class only, or of one segment, has no mix of classes that could mislead.
        cell.Add(right, SignalStream.IsPart(key.Signal, key.Dimension) ? null : taskClass, value, at);
    }

    private CategoryCounts CountsOf(DriftCategory category)
    {
        if (!_categories.TryGetValue(category, out var counts))
            _categories.Add(category, counts = new CategoryCounts());
        return counts;
    }

    private static IEnumerable<(DriftCategory Category, string Word)> WordsOf(Observation one)
    {
        if (one is { Kind: ObservationKind.ToolCall, Tool: { } tool })
            yield return (DriftCategory.Tool, tool);
        if (one.Kind is not ObservationKind.Inference)
            yield break;
        if (one.TaskClass is { } task)
            yield return (DriftCategory.TaskClass, task);
        if (one.Details?.GetValueOrDefault("prompt.cluster") is { } prompts)
            yield return (DriftCategory.PromptCluster, prompts);
        if (one.Finish is { } finish)
            yield return (DriftCategory.Finish, finish);
        if (one.Failed is true)
            yield return (DriftCategory.ErrorClass, one.ErrorClass ?? "not said");
    }
}

/// <summary>One signal that is compared, and which one where there are several.</summary>
internal readonly record struct DriftKey(SignalKind Signal, string? Dimension) : IComparable<DriftKey>
{
    public int CompareTo(DriftKey other) => Signal != other.Signal
        ? Signal.CompareTo(other.Signal)
        : string.CompareOrdinal(Dimension, other.Dimension);
}
