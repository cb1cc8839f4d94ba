namespace Governance.Benchmarks.Detection.Opponents;

/// <summary>
/// ADWIN (Bifet, Gavaldà 2007): a window of buckets that double in size; an alarm when two of its parts differ by more
/// than √(2/m · var · ln(2 ln n / δ)) + 2/(3m) · ln(2 ln n / δ), 1/m = 1/n₀ + 1/n₁. Looks at every 32nd point.
/// </summary>
internal sealed class Adwin(double delta) : IChangeDetector
{
    private const int Clock = 32;
    private const int BucketsPerSize = 5;
    private const int LeastPart = 5;

    // Oldest first.
    private readonly List<(double Sum, double Squares, int Count)> _buckets = [];
    private long _seen;

    public bool Observe(double value)
    {
        _buckets.Add((value, value * value, 1));
        Compress();
        var changed = false;
        while (++_seen % Clock == 0 && Cut())
            changed = true;
        return changed;
    }

    private void Compress()
    {
        for (var size = 1; ; size *= 2)
        {
            var first = _buckets.FindIndex(bucket => bucket.Count == size);
            if (first < 0 || _buckets.Count(bucket => bucket.Count == size) <= BucketsPerSize)
                return;
            var (a, b) = (_buckets[first], _buckets[first + 1]);
            _buckets[first] = (a.Sum + b.Sum, a.Squares + b.Squares, 2 * size);
            _buckets.RemoveAt(first + 1);
        }
    }

    private bool Cut()
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        foreach (var bucket in _buckets)
            (sum, squares, count) = (sum + bucket.Sum, squares + bucket.Squares, count + bucket.Count);
        var variance = (squares / count) - (sum / count * (sum / count));
        var log = Math.Log(2 * Math.Log(count) / delta);
        var (head, older) = (0.0, 0);
        for (var i = 0; i < _buckets.Count - 1; i++)
        {
            (head, older) = (head + _buckets[i].Sum, older + _buckets[i].Count);
            var newer = count - older;
            if (older < LeastPart || newer < LeastPart)
                continue;
            var inverse = (1.0 / older) + (1.0 / newer);
            var limit = Math.Sqrt(2 * inverse * variance * log) + (2 * inverse * log / 3);
            if (Math.Abs((head / older) - ((sum - head) / newer)) <= limit)
                continue;
            _buckets.RemoveRange(0, i + 1);
            return true;
        }

        return false;
    }
}
