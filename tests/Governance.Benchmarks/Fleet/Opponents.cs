namespace Governance.Benchmarks.Fleet;

/// <summary>A drift detector as others have it, one value at a time.</summary>
internal interface IOpponent
{
    /// <summary>Takes in one value; true when it alarms. It starts afresh then.</summary>
    bool Observe(double value);
}

/// <summary>
/// ADWIN (Bifet and Gavaldà 2007): a window that is cut where its halves differ by more than the bound. Buckets of
/// doubling size, at most five of each, as in river.
/// </summary>
internal sealed class Adwin(double delta) : IOpponent
{
    private const int PerSize = 5;
    private const int Clock = 32;
    private const int MinimumHalf = 5;

    private readonly List<(double N, double Sum, double Squares)> _buckets = [];
    private int _seen;

    public bool Observe(double value)
    {
        _buckets.Add((1, value, value * value));
        Compress();
        if (++_seen % Clock != 0 || !IsCut())
            return false;
        _buckets.Clear();
        return true;
    }

    private void Compress()
    {
        for (int last = _buckets.Count - 1, size = 1; last >= PerSize; size *= 2)
        {
            var first = last;
            while (first > 0 && _buckets[first - 1].N <= size)
                first--;
            if (last - first + 1 <= PerSize)
                return;
            var (a, b) = (_buckets[first], _buckets[first + 1]);
            _buckets[first] = (a.N + b.N, a.Sum + b.Sum, a.Squares + b.Squares);
            _buckets.RemoveAt(first + 1);
            last = first;
        }
    }

    private bool IsCut()
    {
        double n = 0, sum = 0, squares = 0;
        foreach (var bucket in _buckets)
            (n, sum, squares) = (n + bucket.N, sum + bucket.Sum, squares + bucket.Squares);
        var variance = Math.Max(0, (squares / n) - (sum / n * (sum / n)));
        var log = Math.Log(2 * Math.Log(Math.Max(n, 3)) / delta);
        double left = 0, leftSum = 0;
        foreach (var bucket in _buckets)
        {
            (left, leftSum) = (left + bucket.N, leftSum + bucket.Sum);
            var right = n - left;
            if (left < MinimumHalf || right < MinimumHalf)
                continue;
            var m = 1 / ((1 / left) + (1 / right));
            var bound = Math.Sqrt(2 / m * variance * log) + (2 / (3 * m) * log);
            if (Math.Abs((leftSum / left) - ((sum - leftSum) / right)) > bound)
                return true;
        }

        return false;
    }
}

/// <summary>KSWIN (Raab et al. 2020): the latest 30 values against 30 of the 70 before, at every point.</summary>
internal sealed class Kswin(double alpha) : IOpponent
{
    private const int Window = 100;
    private const int Latest = 30;

    private readonly Queue<double> _values = new();
    private readonly double[] _now = new double[Latest];
    private readonly double[] _then = new double[Latest];
    private readonly Random _dice = new(1);

    public bool Observe(double value)
    {
        _values.Enqueue(value);
        if (_values.Count <= Window)
            return false;
        _values.Dequeue();
        var all = _values.ToArray();
        Array.Copy(all, Window - Latest, _now, 0, Latest);
        var older = all.AsSpan(0, Window - Latest);
        for (var i = 0; i < Latest; i++)
        {
            var pick = _dice.Next(i, older.Length);
            (older[i], older[pick]) = (older[pick], older[i]);
        }

        older[..Latest].CopyTo(_then);
        var distance = Distance();
        if (distance <= 0.1 || PValue(distance) > alpha)
            return false;
        _values.Clear();
        return true;
    }

    private double Distance()
    {
        Array.Sort(_now);
        Array.Sort(_then);
        double largest = 0;
        for (int i = 0, j = 0; i < Latest && j < Latest;)
        {
            var at = Math.Min(_now[i], _then[j]);
            while (i < Latest && _now[i] <= at)
                i++;
            while (j < Latest && _then[j] <= at)
                j++;
            largest = Math.Max(largest, Math.Abs(i - j) / (double)Latest);
        }

        return largest;
    }

    // The leading term of Kolmogorov's series: exact enough where a level is small.
    private static double PValue(double distance) => 2 * Math.Exp(-distance * distance * Latest);
}

/// <summary>Page–Hinkley on both sides, on values in standard deviations of the first two hundred.</summary>
internal sealed class PageHinkley(double threshold) : IOpponent
{
    private const double Delta = 0.005;

    private double _n;
    private double _mean;
    private double _up;
    private double _down;

    public bool Observe(double value)
    {
        _n++;
        _mean += (value - _mean) / _n;
        _up = Math.Max(0, _up + value - _mean - Delta);
        _down = Math.Max(0, _down - value + _mean - Delta);
        if (Math.Max(_up, _down) <= threshold)
            return false;
        (_n, _mean, _up, _down) = (0, 0, 0, 0);
        return true;
    }
}

/// <summary>The three, each at settings from sharp to dull.</summary>
internal static class Opponents
{
    internal static IReadOnlyList<(string Name, IReadOnlyList<Func<IOpponent>> Settings)> All { get; } =
    [
        ("ADWIN", Each(Powers(2, 4, 8, 16, 32, 48, 64, 128), delta => new Adwin(delta))),
        ("KSWIN", Each(Powers(3, 4, 5, 5.5, 6, 6.5, 7, 9), alpha => new Kswin(alpha))),
        ("Page-Hinkley", Each([10, 50, 200, 1_000, 2_000, 4_000, 8_000, 16_000], limit => new PageHinkley(limit))),
    ];

    private static Func<IOpponent>[] Each(IEnumerable<double> settings, Func<double, IOpponent> make) =>
        [.. settings.Select(setting => new Func<IOpponent>(() => make(setting)))];

    private static IEnumerable<double> Powers(params double[] exponents) =>
        exponents.Select(exponent => Math.Pow(10, -exponent));
}

/// <summary>
/// A stream as the opponents see it: the mean of the same pooled steps, in standard deviations of the first two
/// hundred of them.
/// </summary>
internal sealed class OpponentFeed
{
    private const int Learning = 200;
    private const int StepSize = 30;

    private double _n;
    private double _sum;
    private int _steps;
    private double _mean;
    private double _squares;

    /// <summary>The next value, once enough has been pooled and the scale is known.</summary>
    internal double? Add(Governance.Detection.Sample sample)
    {
        _n += sample.N;
        _sum += sample.Sum;
        if (_n < StepSize)
            return null;
        var value = _sum / _n;
        (_n, _sum) = (0, 0);
        if (_steps < Learning)
        {
            _steps++;
            var off = value - _mean;
            _mean += off / _steps;
            _squares += off * (value - _mean);
            return null;
        }

        return (value - _mean) / Math.Max(1e-9, Math.Sqrt(_squares / (Learning - 1)));
    }
}
