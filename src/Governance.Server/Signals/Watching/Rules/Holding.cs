using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Rules;

/// <summary>
/// The conditions of one rule that hold, each said once when it begins and once when it is over.
/// </summary>
internal sealed class Holding(SignalKind kind, TimeSpan quiet)
{
    /// <summary>The detector's name of every rule.</summary>
    internal const string Detector = "rule";

    /// <summary>Conditions that hold at one time; further ones wait until one is over.</summary>
    private const int Max = 256;

    private readonly SortedDictionary<StreamKey, DateTimeOffset> _lastSeen = [];

    internal void Saw(
        string version, string? dimension, DateTimeOffset at, Func<FoundCondition> condition, List<FoundSignal> found)
    {
        var key = new StreamKey(version, kind, dimension);
        var holds = _lastSeen.TryGetValue(key, out var last);
        if (!holds && _lastSeen.Count >= Max)
            return;
        _lastSeen[key] = at > last ? at : last;
        if (!holds)
            found.Add(new FoundSignal(key, Detector, 1, null, null) { Condition = condition() });
    }

    internal void EndQuiet(DateTimeOffset now, string reason, List<FoundSignal> found) =>
        End(key => now - _lastSeen[key] >= quiet, reason, found);

    internal void End(Func<StreamKey, bool> over, string reason, List<FoundSignal> found)
    {
        foreach (var key in _lastSeen.Keys.Where(over).ToList())
        {
            _lastSeen.Remove(key);
            found.Add(FoundSignal.Over(key, Detector, reason));
        }
    }

    internal void Forget() => _lastSeen.Clear();

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_lastSeen.Count);
        foreach (var (key, at) in _lastSeen)
        {
            key.Save(writer);
            writer.Save(at);
        }
    }

    internal void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            _lastSeen.Add(StreamKey.Load(reader), reader.LoadTime());
    }
}
