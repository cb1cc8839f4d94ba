using Governance.Detection.TwoSample;

namespace Governance.Benchmarks.Detection.Opponents;

/// <summary>
/// KSWIN (Raab, Heusinger, Schleif 2020) as river has it: at every point the last 30 of a window of 100 against 30
/// drawn from its older 70; an alarm at p ≤ α and D &gt; 0.1.
/// </summary>
internal sealed class Kswin(double alpha, int seed) : IChangeDetector
{
    private const int Window = 100;
    private const int Stat = 30;
    private readonly Queue<double> _values = new();
    private readonly Random _dice = new(seed);

    public bool Observe(double value)
    {
        if (_values.Count == Window)
            _values.Dequeue();
        _values.Enqueue(value);
        if (_values.Count < Window)
            return false;
        var all = _values.ToArray();
        var older = all[..(Window - Stat)];
        _dice.Shuffle(older);
        var result = KolmogorovSmirnov.Compare(all.AsSpan(Window - Stat), older.AsSpan(0, Stat));
        return result.PValue <= alpha && result.Statistic > 0.1;
    }
}
