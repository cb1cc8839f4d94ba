using Governance.Domain.Intake;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Intake.Completeness;

/// <summary>What is held of one instance, by the stretch of time in which it ended.</summary>
internal sealed class HeldCounts
{
    // Bounded by whoever trims.
    private readonly SortedDictionary<long, Dictionary<string, double>> _stretches = [];

    // Only where records are sampled. Bounded like the stretches.
    private readonly Dictionary<long, double> _variance = [];

    // What was forgotten, by kind. Bounded by the kinds of the vocabulary.
    private readonly Dictionary<string, double> _forgotten = new(StringComparer.Ordinal);

    internal void Add(RecordsHeld held)
    {
        var stretch = StretchOf(held.From);
        if (!_stretches.TryGetValue(stretch, out var kinds))
            _stretches[stretch] = kinds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (kind, count) in held.Records)
            kinds[kind] = kinds.GetValueOrDefault(kind) + (held.StandFor?.GetValueOrDefault(kind) ?? count);
        if (held.Variance > 0)
            _variance[stretch] = _variance.GetValueOrDefault(stretch) + held.Variance;
    }

    /// <summary>Keeps the latest stretches; the sums of the others are kept.</summary>
    internal void Trim(int most)
    {
        while (_stretches.Count > most)
            Forget(_stretches.First().Key);
    }

    /// <summary>Keeps what ended at a time or later; the sums of the rest are kept.</summary>
    internal void ForgetBefore(DateTimeOffset at)
    {
        foreach (var stretch in _stretches.Keys.TakeWhile(stretch => stretch < StretchOf(at)).ToList())
            Forget(stretch);
    }

    internal double VarianceOf(DateTimeOffset from, DateTimeOffset to) => _variance
        .Where(one => one.Key >= StretchOf(from) && one.Key < StretchOf(to))
        .Sum(one => one.Value);

    /// <summary>The running sum of one kind.</summary>
    internal RunningSum Running(string kind)
    {
        var (stretches, sums) = (new long[_stretches.Count], new double[_stretches.Count]);
        var (index, sum) = (0, _forgotten.GetValueOrDefault(kind));
        var before = sum;
        foreach (var (stretch, kinds) in _stretches)
        {
            stretches[index] = stretch;
            sums[index++] = sum += kinds.GetValueOrDefault(kind);
        }

        return new RunningSum(before, stretches, sums);
    }

    private void Forget(long stretch)
    {
        foreach (var (kind, count) in _stretches[stretch])
            _forgotten[kind] = _forgotten.GetValueOrDefault(kind) + count;
        _stretches.Remove(stretch);
        _variance.Remove(stretch);
    }

    private static long StretchOf(DateTimeOffset at) => at.UtcTicks / RecordCounts.Stretch.Ticks;

    /// <summary>How many had ended by a time, as far as stretches tell.</summary>
    internal sealed class RunningSum(double before, long[] stretches, double[] sums)
    {
        /// <summary>Those that certainly had: of stretches that were over.</summary>
        internal double Before(DateTimeOffset at) => UpTo(StretchOf(at) - 1);

        /// <summary>Those that may have: of stretches that had begun.</summary>
        internal double Through(DateTimeOffset at) => UpTo(StretchOf(at));

        private double UpTo(long stretch)
        {
            var found = Array.BinarySearch(stretches, stretch);
            var last = found >= 0 ? found : ~found - 1;
            return last < 0 ? before : sums[last];
        }
    }
}
