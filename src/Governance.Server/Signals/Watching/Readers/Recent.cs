using System.Diagnostics.CodeAnalysis;

namespace Governance.Server.Signals.Watching.Readers;

/// <summary>What is remembered by key, the latest so many; the oldest is forgotten first.</summary>
internal sealed class Recent<T>(int capacity)
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    internal bool TryGet(string key, [MaybeNullWhen(false)] out T value) => _values.TryGetValue(key, out value);

    internal void Put(string key, T value)
    {
        if (!_values.ContainsKey(key))
        {
            _order.Enqueue(key);
            if (_order.Count > capacity)
                _values.Remove(_order.Dequeue());
        }

        _values[key] = value;
    }

    internal void Save(BinaryWriter writer, Action<BinaryWriter, T> save)
    {
        writer.Write(_order.Count);
        foreach (var key in _order)
        {
            writer.Write(key);
            save(writer, _values[key]);
        }
    }

    internal void Load(BinaryReader reader, Func<BinaryReader, T> load)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            Put(reader.ReadString(), load(reader));
    }
}
