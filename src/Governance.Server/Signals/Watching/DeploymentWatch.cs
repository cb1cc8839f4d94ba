using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching.Conversations;
using Governance.Server.Signals.Watching.Readers;
using Governance.Server.Signals.Watching.Rules;
using Governance.Server.Signals.Watching.Tools;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// Everything the detectors know about one deployment: a fold over its segments in the order of the log, from nothing
/// else. The same segments give the same findings, byte for byte.
/// </summary>
internal sealed class DeploymentWatch
{
    /// <summary>Layout of the saved state; a state of another one is refused and made anew from the log.</summary>
    private const byte StateVersion = 2;

    /// <summary>Streams that a deployment is taken to have at least: its first one must not spend everything.</summary>
    private const int UsualStreams = 16;

    /// <summary>An open episode whose stream has no observations for so long (event time) is over.</summary>
    private static readonly TimeSpan s_unseenFor = TimeSpan.FromMinutes(15);

    private readonly WatchSettings _settings;
    private readonly Gathering _windows;
    private readonly Lanes _lanes;
    private DetectorPolicy? _shipped;
    private readonly ServingVersions _serving = new();
    private double _budget = WatchSettings.SoleBudget;
    private readonly TraceContexts _contexts = new();
    private readonly SignalReaders _readers = new();

    private readonly IBehaviourRule[] _rules = [new ForbiddenActions(), new AfterStop(), new Probing()];
    private readonly ConversationWatch _conversations;
    private readonly List<Said> _said = [];
    private readonly List<FoundSignal> _ruled = [];

    /// <summary>A watch that knows nothing yet.</summary>
    /// <param name="settings">Windows, and how references are made.</param>
    /// <param name="policy">
    /// The one that the state to be loaded was saved under; null: as shipped.
    /// </param>
    internal DeploymentWatch(WatchSettings settings, DetectorPolicy? policy = null)
    {
        _settings = settings;
        _windows = new Gathering(settings);
        _conversations = new ConversationWatch(settings);
        _lanes = new Lanes(settings, policy ?? Shipped);
    }

    /// <summary>The last segment taken in.</summary>
    internal long Position { get; private set; }

    /// <summary>The deployment's name as its senders say it.</summary>
    internal string Name { get; private set; } = "";

    /// <summary>Streams beyond the limit, which are not watched.</summary>
    internal long Unwatched => _lanes.Standing.Unwatched;

    /// <summary>Windows closed so far, revisions included.</summary>
    internal long WindowsClosed { get; private set; }

    /// <summary>Readings that came too late to be judged.</summary>
    internal long TooLate => _windows.TooLate;

    internal Coverage Coverage { get; } = new();

    internal ToolWatch Tools { get; } = new();

    /// <summary>Stated confidence beside correctness, by version.</summary>
    internal Reliability Reliability => _readers.Reliability;

    internal string? Stable => _serving.Stable;

    private DetectorPolicy Shipped => _shipped ??= DetectorPolicy.Shipped(_settings);

    /// <summary>False alarms a week of each stream: the deployment's budget in equal parts.</summary>
    internal double BudgetOfStream => _budget / Math.Max(UsualStreams, _lanes.Standing.Count);

    /// <summary>Under the configurations that stand, in the order of their keys.</summary>
    internal IEnumerable<SignalStream> Streams => _lanes.Standing.Streams;

    /// <summary>Under the configurations on trial, in the order of their keys.</summary>
    internal IEnumerable<SignalStream> TrialStreams => _lanes.Trial.Streams;

    /// <summary>Takes in the next segment and says what it brought to light, in a fixed order.</summary>
    internal List<FoundSignal> Take(WatchedSegment segment)
    {
        if (segment.Position <= Position)
            throw new InvalidOperationException($"Segment {segment.Position} was taken in before, up to {Position}.");
        (Position, Name, _budget) = (segment.Position, segment.Name, segment.Budget);
        var found = new List<FoundSignal>();
        Follow(segment, found);
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
        SignalKind.EvaluationGap => _lanes.Standing.IsGapWarm,
        SignalKind.ConversationDrift => _conversations.IsWarm,
        _ => _lanes.Standing.Streams.Any(stream =>
            stream.Key.Signal == signal && stream.Key.Version == Stable && stream.Yardstick is not null),
    };

    internal SignalStream? StreamOf(StreamKey key) => _lanes.Standing.StreamOf(key);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(StateVersion);
        writer.Write(Position);
        writer.Write(Name);
        writer.Write(_budget);
        writer.Write(WindowsClosed);
        _windows.Save(writer);
        _serving.Save(writer);
        Coverage.Save(writer);
        Tools.Save(writer);
        _contexts.Save(writer);
        _conversations.Save(writer);
        _readers.Save(writer);
        foreach (var rule in _rules)
            rule.Save(writer);
        _lanes.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote under the same policy.</summary>
    /// <exception cref="InvalidDataException">It is a state of another version.</exception>
    internal void Load(BinaryReader reader)
    {
        if (reader.ReadByte() is var version && version != StateVersion)
            throw new InvalidDataException($"A watch of version {version}, where {StateVersion} is needed.");
        Position = reader.ReadInt64();
        Name = reader.ReadString();
        _budget = reader.ReadDouble();
        WindowsClosed = reader.ReadInt64();
        _windows.Load(reader);
        _serving.Load(reader);
        Coverage.Load(reader);
        Tools.Load(reader);
        _contexts.Load(reader);
        _conversations.Load(reader);
        _readers.Load(reader);
        foreach (var rule in _rules)
            rule.Load(reader);
        _lanes.Load(reader);
    }

    private void Follow(WatchedSegment segment, List<FoundSignal> found)
    {
        var policy = segment.Policy ?? Shipped;
        var changed = _lanes.Follow(policy, found);
        _lanes.Rebase(policy, segment.Frozen, found);
        foreach (var rule in _rules.Where(rule => changed.Contains(rule.Signal)))
            rule.Forget();
    }

    private void Take(WatchedSegment segment, int index, List<FoundSignal> found)
    {
        var observation = _contexts.Complete(segment.Observations[index]);
        var at = observation.StartedAt > segment.RecordedAt ? segment.RecordedAt : observation.StartedAt;
        var place = new Reading(0, index, segment.Position);
        if (EvaluationGaps.Reads(observation))
            Coverage.Said(SignalKind.EvaluationGap);
        foreach (var lane in _lanes.All)
            lane.Take(observation, place, at, BudgetOfStream, found);
        if (!observation.IsServed)
            return;
        Coverage.Saw(observation);
        var address = new ObservationAddress(segment.Position, index);
        foreach (var rule in _rules)
            rule.Take(new Witnessed(observation, at, address, Name), _ruled);
        SayRuled(found);
        if (ConversationWatch.Reads(observation))
            Coverage.Said(SignalKind.ConversationDrift);
        if (_conversations.Take(observation, at, address, BudgetOfStream) is { } drifting)
            Say(drifting, found);
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
            Say(unseen, found);
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
        var standing = _lanes.Standing.Collect(window, _serving, found);
        var trial = _lanes.Trial.Collect(window, _serving, found);
        _lanes.Standing.Judge(standing, Stable, BudgetOfStream, found);
        _lanes.Trial.Judge(trial, Stable, BudgetOfStream, found);
    }

    /// <summary>Who served in a window, and how much: what each version's fullest signal says.</summary>
    private void Serve(ClosedWindow window, List<FoundSignal> found)
    {
        foreach (var version in window.Cells.GroupBy(one => one.Key.Version, StringComparer.Ordinal))
        {
            if (_serving.Take(version.Key, (int)version.Max(one => one.Cell.Sample.N)))
            {
                foreach (var lane in _lanes.All)
                    lane.Reorder(Stable, found);
            }
        }
    }

    /// <summary>What is found without windows, under every configuration of its kind.</summary>
    private void Say(FoundSignal one, List<FoundSignal> found)
    {
        foreach (var lane in _lanes.All)
        {
            if (lane.Said(one) is { } said)
                found.Add(said);
        }
    }

    private void SayRuled(List<FoundSignal> found)
    {
        foreach (var one in _ruled)
            Say(one, found);
        _ruled.Clear();
    }

    private void EndQuiet(List<FoundSignal> found)
    {
        foreach (var lane in _lanes.All)
            lane.EndQuiet(_windows.Newest, s_unseenFor, found);
        foreach (var over in Tools.EndQuiet(_windows.Newest, s_unseenFor))
            Say(over, found);
        foreach (var over in _conversations.EndQuiet(_windows.Newest))
            Say(over, found);
        foreach (var rule in _rules)
            rule.EndQuiet(_windows.Newest, _ruled);
        SayRuled(found);
    }
}
