using System.Text;

namespace Governance.Server.Intake.Lines;

/// <summary>Finds the fields of one kind by the UTF-8 bytes of their path: an open-addressing table.</summary>
internal sealed class LineNames
{
    /// <summary>A power of two, several times the number of fields of any kind.</summary>
    private const int Slots = 128;

    private readonly Entry?[] _entries = new Entry?[Slots];

    // Two at most: segments and counts.
    private readonly Entry[] _prefixes;

    public LineNames(IEnumerable<LineField> fields)
    {
        var named = fields.ToLookup(field => field.Role is LineRole.NamedAttribute);
        _prefixes = [.. named[true].Select(field => new Entry(Encoding.UTF8.GetBytes(field.Name + "."), field))];
        foreach (var field in named[false])
        {
            var name = Encoding.UTF8.GetBytes(field.Name);
            var slot = Slot(name);
            while (_entries[slot] is not null)
                slot = (slot + 1) & (Slots - 1);
            _entries[slot] = new Entry(name, field);
        }
    }

    /// <summary>Null for a path that is no field.</summary>
    public LineField? Find(ReadOnlySpan<byte> path)
    {
        for (var slot = Slot(path); _entries[slot] is { } entry; slot = (slot + 1) & (Slots - 1))
        {
            if (path.SequenceEqual(entry.Name))
                return entry.Field;
        }
        foreach (var prefix in _prefixes)
        {
            if (path.Length > prefix.Name.Length && path.StartsWith(prefix.Name))
                return prefix.Field;
        }
        return null;
    }

    // Names here differ in length, first letter or last letters; FNV over all of it would cost more than it saves.
    private static int Slot(ReadOnlySpan<byte> path) =>
        path.IsEmpty
            ? 0
            : (path.Length * 31 + path[0] * 7 + path[^1] * 13 + path[path.Length / 2] * 3) & (Slots - 1);

    private sealed record Entry(byte[] Name, LineField Field);
}
