using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching.Conversations;
using Governance.Server.Signals.Watching.Readers;
using Governance.Server.Signals.Watching.Rules;
using Governance.Server.Signals.Watching.Tools;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// Everything the detectors know about one deployment: a fold over its segments in the order of the log, from nothing
/// else. The same segments give the same findings, byte for byte.
/// </summary>
internal sealed class DeploymentWatch(WatchSettings settings)
{
    /// <summary>Streams watched in one deployment; further ones are counted, not watched.</summary>
    private const int MaxStreams = 512;

    /// <summary>Streams that a deployment is taken to have at least: its first one must not spend everything.</summary>
    private const int UsualStreams = 16;

    /// <summary>An open episode whose stream has no observations for so long (event time) is over.</summary>
    private static readonly TimeSpan s_unseenFor = TimeSpan.FromMinutes(15);

    private readonly Gathering _windows = new(settings);
    private readonly Dictionary<StreamKey, SignalStream> _streams = [];
    private readonly ServingVersions _serving = new();
    private double _budget = WatchSettings.SoleBudget;
    private readonly TraceContexts _contexts = new();
    private readonly SignalReaders _readers = new();

    private readonly IBehaviourRule[] _rules = [new ForbiddenActions(), new AfterStop(), new Probing()];
    private readonly EvaluationGaps _gaps = new(settings);
    private readonly ConversationWatch _conversations = new(settings);
    private readonly List<Said> _said = [];

    /// <summary>The last segment taken in.</summary>
    internal long Position { get; private set; }

    /// <summary>The deployment's name as its senders say it.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>Streams beyond the limit, which are not watched.</summary>
    internal long Unwatched { get; private set; }

    /// <summary>Windows closed so far, revisions included.</summary>
    internal long WindowsClosed { get; private set; }

    /// <summary>Readings that came too late to be judged.</summary>
    internal long TooLate => _windows.TooLate;

    internal Coverage Coverage { get; } = new();

    internal ToolWatch Tools { get; } = new();

    /// <summary>Stated confidence beside correctness, by version.</summary>
    internal Reliability Reliability => _readers.Reliability;

    internal string? Stable => _serving.Stable;

    /// <summary>False alarms a week of each stream: the deployment's budget in equal parts.</summary>
    internal double BudgetOfStream => _budget / Math.Max(UsualStreams, _streams.Count);

    /// <summary>In the order of their keys, so that findings come in one order whatever came first.</summary>
    internal IEnumerable<SignalStream> Streams => _streams.Values.OrderBy(stream => stream.Key);

    /// <summary>Takes in the next segment and says what it brought to light, in a fixed order.</summary>
    internal List<FoundSignal> Take(WatchedSegment segment)
    {
        if (segment.Position <= Position)
            throw new InvalidOperationException($"Segment {segment.Position} was taken in before, up to {Position}.");
        (Position, Name, _budget) = (segment.Position, segment.Name, segment.Budget);
        var found = new List<FoundSignal>();
        for (var index = 0; index < segment.Observations.Count; index++)
            Take(segment, index, found);
        foreach (var (window, isOfCalls) in _windows.Take(segment.ClosesWindows))
            Close(window, isOfCalls, found);
        EndQuiet(found);
        return found;
    }

    /// <summary>Whether there is something that a signal can be compared with.</summary>
    internal bool IsWarm(SignalKind signal) => signal switch
    {
        SignalKind.UnseenTool => Tools.IsWarm,
        SignalKind.EvaluationGap => _gaps.IsWarm,
        SignalKind.ConversationDrift => _conversations.IsWarm,
        _ => _streams.Values.Any(stream =>
            stream.Key.Signal == signal && stream.Key.Version == Stable && stream.Yardstick is not null),
    };

    internal SignalStream? StreamOf(StreamKey key) => _streams.GetValueOrDefault(key);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Position);
        writer.Write(Name);
        writer.Write(_budget);
        writer.Write(Unwatched);
        writer.Write(WindowsClosed);
        _windows.Save(writer);
        _serving.Save(writer);
        Coverage.Save(writer);
        Tools.Save(writer);
        _contexts.Save(writer);
        _gaps.Save(writer);
        _conversations.Save(writer);
        _readers.Save(writer);
        foreach (var rule in _rules)
            rule.Save(writer);
        writer.Write(_streams.Count);
        foreach (var stream in Streams)
        {
            stream.Key.Save(writer);
            stream.Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        Position = reader.ReadInt64();
        Name = reader.ReadString();
        _budget = reader.ReadDouble();
        Unwatched = reader.ReadInt64();
        WindowsClosed = reader.ReadInt64();
        _windows.Load(reader);
        _serving.Load(reader);
        Coverage.Load(reader);
        Tools.Load(reader);
        _contexts.Load(reader);
        _gaps.Load(reader);
        _conversations.Load(reader);
        _readers.Load(reader);
        foreach (var rule in _rules)
            rule.Load(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var stream = new SignalStream(StreamKey.Load(reader), settings);
            stream.Load(reader);
            _streams.Add(stream.Key, stream);
        }
    }

    private void Take(WatchedSegment segment, int index, List<FoundSignal> found)
    {
        var observation = _contexts.Complete(segment.Observations[index]);
        var at = observation.StartedAt > segment.RecordedAt ? segment.RecordedAt : observation.StartedAt;
        var place = new Reading(0, index, segment.Position);
        if (EvaluationGaps.Reads(observation))
            Coverage.Said(SignalKind.EvaluationGap);
        if (_gaps.Take(observation, place, at, BudgetOfStream) is { } gap)
            found.Add(gap);
        if (!observation.IsServed)
            return;
        Coverage.Saw(observation);
        var address = new ObservationAddress(segment.Position, index);
        foreach (var rule in _rules)
            rule.Take(new Witnessed(observation, at, address, Name), found);
        if (ConversationWatch.Reads(observation))
            Coverage.Said(SignalKind.ConversationDrift);
        if (_conversations.Take(observation, at, address, BudgetOfStream) is { } drifting)
            found.Add(drifting);
        if (observation.ModelVersion is { } version)
            Read(observation, version, at, place, found);
    }

    private void Read(
        Observation observation, string version, DateTimeOffset at, Reading place, List<FoundSignal> found)
    {
        _said.Clear();
        _readers.Read(observation, _said);
        foreach (var (signal, dimension, value) in _said)
        {
            if (!SignalStream.IsPart(signal, dimension))
                Coverage.Said(signal);
            var key = new StreamKey(version, signal, dimension);
            _windows.Add(key, at, place with { Value = value });
        }

        if (observation is not { Kind: ObservationKind.ToolCall, Tool: { } tool })
            return;
        Coverage.Said(SignalKind.UnseenTool);
        var address = new ObservationAddress(place.Position, place.Index);
        if (Tools.Take(version, tool, at, address, Stable ?? version) is { } unseen)
            found.Add(unseen);
        _windows.Add(
            new StreamKey(version, SignalKind.UnseenTool, null),
            at,
            place with { Value = Tools.IsUnseen(tool) ? 1 : 0 });
    }

    private void Close(ClosedWindow window, bool isOfCalls, List<FoundSignal> found)
    {
        WindowsClosed++;
        if (isOfCalls || Stable is null)
            Serve(window, found);
        var touched = new SortedSet<StreamKey>();
        foreach (var (key, cell) in window.Cells)
        {
            if (Watched(key) is not { } stream)
                continue;
            if (stream.Collect(cell, window) is { } revised)
                found.Add(revised);
            touched.Add(key);
            if (key.Version == Stable)
                Offer(stream, cell, touched);
        }

        foreach (var key in touched)
        {
            if (Judge(_streams[key]) is { } signal && !IsExplained(key, signal))
                found.Add(signal);
        }
    }

    /// <summary>Who served in a window, and how much: what each version's fullest signal says.</summary>
    private void Serve(ClosedWindow window, List<FoundSignal> found)
    {
        foreach (var version in window.Cells.GroupBy(one => one.Key.Version, StringComparer.Ordinal))
        {
            if (_serving.Take(version.Key, (int)version.Max(one => one.Cell.Sample.N)))
                Reorder(found);
        }
    }

    /// <summary>What the stable version did in a window is what its candidates are compared with.</summary>
    private void Offer(SignalStream stable, Cell cell, SortedSet<StreamKey> touched)
    {
        foreach (var version in _serving.Others)
        {
            if (StreamOf(stable.Key with { Version = version }) is not { } candidate)
                continue;
            candidate.CollectStable(cell);
            touched.Add(candidate.Key);
        }
    }

    private FoundSignal? Judge(SignalStream stream)
    {
        if (stream.Key.Version == Stable)
            return stream.JudgePast(BudgetOfStream);
        return StreamOf(stream.Key with { Version = Stable ?? "" }) is { } stable
            ? stream.JudgeBeside(stable, BudgetOfStream)
            : null;
    }

    /// <summary>A part that moves with the whole says nothing of its own.</summary>
    private bool IsExplained(StreamKey key, FoundSignal signal) => signal.Alarm is not null
        && SignalStream.IsPart(key.Signal, key.Dimension)
        && StreamOf(key with { Dimension = null }) is { IsOpen: true };

    private SignalStream? Watched(StreamKey key)
    {
        if (_streams.TryGetValue(key, out var stream))
            return stream;
        if (_streams.Count >= MaxStreams)
        {
            Unwatched++;
            return null;
        }

        _streams.Add(key, stream = new SignalStream(key, settings));
        return stream;
    }

    /// <summary>Another version is the stable one now: every comparison begins anew.</summary>
    private void Reorder(List<FoundSignal> found)
    {
        foreach (var stream in Streams)
        {
            if (stream.Close($"Version {Stable} has become the one that others are compared with.") is { } over)
                found.Add(over);
        }
    }

    private void EndQuiet(List<FoundSignal> found)
    {
        foreach (var stream in Streams.Where(stream => stream.IsOpen))
        {
            if (_windows.Newest - stream.LastSeen >= s_unseenFor
                && stream.Close("The version has not been seen for a while.") is { } over)
            {
                found.Add(over);
            }
        }

        found.AddRange(Tools.EndQuiet(_windows.Newest, s_unseenFor));
        found.AddRange(_conversations.EndQuiet(_windows.Newest));
        foreach (var rule in _rules)
            rule.EndQuiet(_windows.Newest, found);
    }
}
