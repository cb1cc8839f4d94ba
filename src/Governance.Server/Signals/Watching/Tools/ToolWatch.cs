using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Tools;

/// <summary>
/// Watches which tools a deployment calls. A tool that did not occur in a warm reference of the whole deployment, and
/// that a version now uses more often than chance allows, is found at that very call, without waiting for a window.
/// </summary>
internal sealed class ToolWatch
{
    /// <summary>Chance that a tool of one version is ever wrongly taken for unseen.</summary>
    private const double Error = 0.01;

    /// <summary>Tools remembered; a deployment that names more is not watched for further ones.</summary>
    private const int MaxTools = 1024;

    /// <summary>Versions and tools in use at one time; more are not watched.</summary>
    private const int MaxUses = 4096;

    private const string Detector = "unseen";

    internal const string Assumption = "calls of one deployment come in no particular order";

    private readonly Dictionary<string, long> _firstCall = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<long>> _callsAtReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _callsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Version, string Tool), Use> _uses = [];
    private DateTimeOffset _firstAt;
    private int _references;
    private long _calls;

    /// <summary>Calls so far; the watch is warm after the smallest reference.</summary>
    internal long Calls => _calls;

    /// <summary>True once there is a reference to compare with.</summary>
    internal bool IsWarm => _references > 0;

    /// <summary>True for a tool that did not occur in the reference it is judged by.</summary>
    internal bool IsUnseen(string tool) =>
        _firstCall.TryGetValue(tool, out var first) && LargestReferenceBefore(first) >= 0;

    /// <summary>
    /// Takes in one call and says whether it is the one too many for the stable version's deployment.
    /// </summary>
    internal FoundSignal? Take(
        string version, string tool, DateTimeOffset at, ObservationAddress address, string stable)
    {
        Count(version, at);
        if (!_firstCall.TryGetValue(tool, out var first))
        {
            if (_firstCall.Count >= MaxTools)
                return null;
            _firstCall.Add(tool, first = _calls);
        }

        var reference = LargestReferenceBefore(first);
        if (reference < 0 || UseOf(version, tool) is not { } use)
            return null;
        use.Take(at, address);
        return use.Count < UnseenCategory.MinimumUses ? null : Judge((version, tool, stable), reference, use);
    }

    /// <summary>Ends episodes whose tool was not used for a while.</summary>
    internal IEnumerable<FoundSignal> EndQuiet(DateTimeOffset now, TimeSpan after)
    {
        foreach (var ((version, tool), use) in _uses.Where(x => x.Value.Alarms > 0).OrderBy(x => x.Key).ToList())
        {
            if (now - use.LastAt < after)
                continue;
            use.Restart(_callsOf[version]);
            if (!_uses.Any(other => other.Key.Version == version && other.Value.Alarms > 0))
                yield return FoundSignal.Over(KeyOf(version), Detector, "The unseen tool was not used any more.");
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_calls);
        writer.Write(_references);
        writer.Save(_firstAt);
        Save(writer, _firstCall, (w, first) => w.Write(first));
        Save(writer, _callsOf, (w, calls) => w.Write(calls));
        Save(writer, _callsAtReference, (w, calls) =>
        {
            w.Write(calls.Count);
            calls.ForEach(w.Write);
        });
        writer.Write(_uses.Count);
        foreach (var ((version, tool), use) in _uses)
        {
            writer.Write(version);
            writer.Write(tool);
            use.Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        _calls = reader.ReadInt64();
        _references = reader.ReadInt32();
        _firstAt = reader.LoadTime();
        Load(reader, _firstCall, r => r.ReadInt64());
        Load(reader, _callsOf, r => r.ReadInt64());
        Load(reader, _callsAtReference, r => [.. Enumerable.Range(0, r.ReadInt32()).Select(_ => r.ReadInt64())]);
        for (var left = reader.ReadInt32(); left > 0; left--)
            _uses.Add((reader.ReadString(), reader.ReadString()), Use.Load(reader));
    }

    private static StreamKey KeyOf(string version) => new(version, SignalKind.UnseenTool, null);

    private void Count(string version, DateTimeOffset at)
    {
        _calls++;
        _callsOf[version] = _callsOf.GetValueOrDefault(version) + 1;
        _firstAt = _calls == 1 ? at : _firstAt;
        if (_calls != UnseenCategory.ReferenceSize(_references))
            return;
        _references++;
        foreach (var (name, calls) in _callsOf)
        {
            if (!_callsAtReference.TryGetValue(name, out var marks))
                _callsAtReference.Add(name, marks = []);
            while (marks.Count < _references - 1)
                marks.Add(0);
            marks.Add(calls);
        }
    }

    private int LargestReferenceBefore(long first)
    {
        var number = _references - 1;
        while (number >= 0 && UnseenCategory.ReferenceSize(number) >= first)
            number--;
        return number;
    }

    private Use? UseOf(string version, string tool)
    {
        if (_uses.TryGetValue((version, tool), out var use))
            return use;
        if (_uses.Count >= MaxUses)
            return null;
        _uses.Add((version, tool), use = new Use());
        return use;
    }

    private FoundSignal? Judge((string Version, string Tool, string Stable) call, int reference, Use use)
    {
        var size = UnseenCategory.ReferenceSize(reference);
        var marks = _callsAtReference.GetValueOrDefault(call.Version, []);
        var before = reference < marks.Count ? marks[reference] : 0;
        // An episode that follows another counts the calls since then: still a stretch after the same reference.
        var since = _callsOf[call.Version] - Math.Max(before, use.CallsBefore);
        var p = UnseenCategory.PValue(size, since, use.Count);
        var level = UnseenCategory.Level(reference, use.Count, Error);
        if (use.Alarms == 0 && p > level)
            return null;
        use.Alarms++;
        if (!SignalStream.IsWorthSaying(use.Alarms))
            return null;
        var share = (double)use.Count / since;
        var finding = new Finding(
            Detector, p, "p-value", level, p, null, share, Direction.Up,
            new Stretch(_firstAt, use.FirstAt, size, 0), new Stretch(use.FirstAt, use.LastAt, since, share),
            Worth.Guaranteed, Assumption);
        var alarm = new FoundAlarm(finding, call.Stable, call.Tool, [.. use.Addresses]);
        return new FoundSignal(KeyOf(call.Version), Detector, use.Alarms, alarm, null);
    }

    private static void Save<T>(BinaryWriter writer, Dictionary<string, T> entries, Action<BinaryWriter, T> save)
    {
        writer.Write(entries.Count);
        foreach (var (name, value) in entries)
        {
            writer.Write(name);
            save(writer, value);
        }
    }

    private static void Load<T>(BinaryReader reader, Dictionary<string, T> entries, Func<BinaryReader, T> load)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            entries.Add(reader.ReadString(), load(reader));
    }
}
