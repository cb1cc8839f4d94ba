namespace Governance.Server.Intake.Seen;

/// <summary>
/// A set of digests in one array, open addressing with linear probing: 8 to 20 bytes an id, no object for any of them.
/// Not for several threads at once.
/// </summary>
internal sealed class IdTable
{
    /// <summary>Ids that a table takes: three quarters of its largest array.</summary>
    public const int Capacity = LargestArray / 4 * 3;

    private const int SmallestArray = 64;
    private const int LargestArray = 1 << 18;

    private ulong[] _slots = new ulong[SmallestArray];

    /// <summary>Ids in it.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count >= Capacity;

    public bool Contains(ulong id) => _slots[Find(id)] == id;

    /// <summary>True when it was not there.</summary>
    public bool Add(ulong id)
    {
        var slot = Find(id);
        if (_slots[slot] == id)
            return false;
        if ((Count + 1) * 4 > _slots.Length * 3 && _slots.Length < LargestArray)
        {
            Grow();
            slot = Find(id);
        }
        _slots[slot] = id;
        Count++;
        return true;
    }

    /// <summary>True when it was there.</summary>
    public bool Remove(ulong id)
    {
        var hole = Find(id);
        if (_slots[hole] != id)
            return false;
        Count--;
        CloseUp(hole);
        return true;
    }

    /// <summary>Moves those behind the hole up that would not be found past it (Knuth, 6.4, algorithm R).</summary>
    private void CloseUp(int hole)
    {
        var mask = _slots.Length - 1;
        for (var next = (hole + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            var home = HomeOf(_slots[next]);
            if (((next - home) & mask) < ((next - hole) & mask))
                continue;
            _slots[hole] = _slots[next];
            hole = next;
        }
        _slots[hole] = 0;
    }

    private int Find(ulong id)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var slot = HomeOf(id);
        while (slots[slot] != 0 && slots[slot] != id)
            slot = (slot + 1) & mask;
        return slot;
    }

    private int HomeOf(ulong id) => (int)id & (_slots.Length - 1);

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (var id in old)
        {
            if (id != 0)
                _slots[Find(id)] = id;
        }
    }
}
