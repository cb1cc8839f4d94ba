using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Governance.Server.Intake.Traces;

/// <summary>
/// A map that mostly holds one entry: the first is kept in place, only a second one costs a dictionary. Most traces
/// that are remembered have a single span.
/// </summary>
internal sealed class FewMap<TValue> : IEnumerable<TValue>
{
    private ulong _key;
    private TValue? _value;
    private bool _hasOne;
    private Dictionary<ulong, TValue>? _all;

    public int Count => _all?.Count ?? (_hasOne ? 1 : 0);

    public void Set(ulong key, TValue value)
    {
        if (_all is not null)
            _all[key] = value;
        else if (Count == 0 || _key == key)
            (_key, _value, _hasOne) = (key, value, true);
        else
            _all = new Dictionary<ulong, TValue> { [_key] = _value!, [key] = value };
    }

    public bool TryGetValue(ulong key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_all is not null)
            return _all.TryGetValue(key, out value);
        value = _value;
        return Count == 1 && _key == key;
    }

    public IEnumerator<TValue> GetEnumerator()
    {
        IEnumerable<TValue> values = _all is not null ? _all.Values : Count == 1 ? [_value!] : [];
        return values.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
