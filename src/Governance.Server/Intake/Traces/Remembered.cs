namespace Governance.Server.Intake.Traces;

/// <summary>
/// Remembers what was noted lately: two generations, of which the older is forgotten when the younger is full. Not for
/// several threads at once.
/// </summary>
/// <param name="max">Entries remembered at most; at least half as many are.</param>
internal sealed class Remembered<TKey, TValue>(int max)
    where TKey : notnull
    where TValue : notnull
{
    // Bounded by max, in two generations.
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value) =>
        _young.TryGetValue(key, out value) || _old.TryGetValue(key, out value);

    public void Add(TKey key, TValue value)
    {
        if (_young.Count >= max / 2)
            (_old, _young) = (_young, []);
        _young[key] = value;
    }
}
