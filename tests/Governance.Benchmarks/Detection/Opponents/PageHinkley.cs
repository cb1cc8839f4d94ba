namespace Governance.Benchmarks.Detection.Opponents;

/// <summary>
/// Page–Hinkley as river has it: S ← max(0, α S + x − mean − δ), an alarm at S &gt; λ; run in both directions. Not
/// scale-free: the benchmark gives it standardised streams.
/// </summary>
internal sealed class PageHinkley(double threshold, double delta = 0.005, double alpha = 0.9999) : IChangeDetector
{
    private const int MinimumInstances = 30;
    private double _mean;
    private double _rise;
    private double _fall;
    private long _count;

    public bool Observe(double value)
    {
        _count++;
        _mean += (value - _mean) / _count;
        _rise = Math.Max(0, (alpha * _rise) + value - _mean - delta);
        _fall = Math.Max(0, (alpha * _fall) - value + _mean - delta);
        return _count >= MinimumInstances && Math.Max(_rise, _fall) > threshold;
    }
}
