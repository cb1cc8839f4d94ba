using Governance.Server.Intake.Privacy.Measures;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>
/// Counts names that no table lists, by their UTF-8 bytes, without a string for each: senders say the same ones again
/// and again. Not for several threads at once.
/// </summary>
internal sealed class UnlistedNames
{
    /// <summary>Slots; a power of two. A name that meets another one in its slot is counted without its name.</summary>
    private const int Slots = 1024;

    private readonly Slot[] _slots = new Slot[Slots];

    // Bounded by Slots.
    private readonly List<int> _touched = [];

    /// <summary>Counts a name; says which slot it has, or -1, and whether content comes under it.</summary>
    public (int Slot, ContentSide Side) Count(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        var index = hash.ToHashCode() & (Slots - 1);
        ref var slot = ref _slots[index];
        if (slot.Key is null || !key.SequenceEqual(slot.Key))
        {
            if (slot.Count > 0 || key.Length > NameShape.MaxBytes)
                return (-1, ContentNames.SideOf(key));
            slot = new Slot(key.ToArray(), NameShape.Of(key), ContentNames.SideOf(key), Count: 0);
        }
        if (slot.Count++ == 0)
            _touched.Add(index);
        return (index, slot.Side);
    }

    /// <summary>Names that have the form of one, each with how often it came; what was counted is forgotten.</summary>
    public List<KeyValuePair<string, int>> Drain()
    {
        var named = new List<KeyValuePair<string, int>>();
        foreach (var index in _touched)
        {
            ref var slot = ref _slots[index];
            if (slot is { Name: { } name, Side: ContentSide.None })
                named.Add(KeyValuePair.Create(name, slot.Count));
            slot.Count = 0;
        }
        _touched.Clear();
        return named;
    }

    private record struct Slot(byte[] Key, string? Name, ContentSide Side, int Count);
}
