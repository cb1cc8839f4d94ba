namespace Governance.Server.Signals.Watching;

/// <summary>
/// Which version of a deployment is the stable one, judged by traffic alone: the one that has served most. It stays so
/// until it has all but stopped serving while another goes on.
/// </summary>
internal sealed class ServingVersions
{
    /// <summary>Model calls before a first version is taken for stable for good.</summary>
    private const int Settled = 256;

    /// <summary>
    /// Model calls of another version without a single one of the stable version: it has been replaced.
    /// </summary>
    private const int Replaced = 300;

    /// <summary>Versions remembered; more are watched only beside the stable one.</summary>
    private const int MaxVersions = 64;

    /// <summary>Share below which the stable version only has stragglers, over about this many latest calls.</summary>
    private const double Straggling = 0.02;
    private const double Horizon = 500;

    private readonly Dictionary<string, double> _recent = new(StringComparer.Ordinal);
    private long _calls;
    private long _sinceStable;

    /// <summary>The stable version, null before the first call.</summary>
    internal string? Stable { get; private set; }

    /// <summary>The versions seen beside the stable one.</summary>
    internal IEnumerable<string> Others => _recent.Count < 2 ? [] : _recent.Keys.Where(version => version != Stable);

    /// <summary>Takes in model calls of one version; true when the stable version has changed.</summary>
    internal bool Take(string version, int calls)
    {
        if (!_recent.ContainsKey(version) && _recent.Count >= MaxVersions)
            return false;
        var fade = Math.Exp(-calls / Horizon);
        foreach (var other in _recent.Keys)
            _recent[other] *= fade;
        _recent[version] = _recent.GetValueOrDefault(version) + calls;
        _calls += calls;
        _sinceStable = version == Stable ? 0 : _sinceStable + calls;
        var next = Next();
        if (next == Stable)
            return false;
        (Stable, _sinceStable) = (next, 0);
        return true;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_calls);
        writer.Write(_sinceStable);
        writer.Write(Stable ?? "");
        writer.Write(_recent.Count);
        foreach (var (version, calls) in _recent)
        {
            writer.Write(version);
            writer.Write(calls);
        }
    }

    internal void Load(BinaryReader reader)
    {
        _calls = reader.ReadInt64();
        _sinceStable = reader.ReadInt64();
        Stable = reader.ReadString() is { Length: > 0 } stable ? stable : null;
        for (var left = reader.ReadInt32(); left > 0; left--)
            _recent.Add(reader.ReadString(), reader.ReadDouble());
    }

    private string? Next()
    {
        if (Stable is not null && _recent.Count == 1)
            return Stable;
        var busiest = _recent.OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal).First();
        if (Stable is null || _calls < Settled)
            return busiest.Key;
        var share = _recent[Stable] / _recent.Values.Sum();
        return _sinceStable >= Replaced || share < Straggling ? busiest.Key : Stable;
    }
}
