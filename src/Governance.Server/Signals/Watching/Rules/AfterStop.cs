using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching.Rules;

/// <summary>
/// Agent, model and tool calls that begin after their sender has acknowledged a halt and before it says that it serves
/// again. Evaluations, ratings and people's decisions may follow.
/// </summary>
internal sealed class AfterStop : IBehaviourRule
{
    /// <summary>Senders that have stopped at one time; further ones are not watched.</summary>
    private const int MaxSenders = 1024;

    /// <summary>Clocks of one host and its parts differ by no more than this.</summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, DateTimeOffset> _stopped = new(StringComparer.Ordinal);

    // Acknowledgements and calls travel by different exporters: a call may be recorded before the halt it ignored.
    private readonly SortedDictionary<string, Began> _latest = new(StringComparer.Ordinal);
    private readonly Holding _holding = new(SignalKind.ActivityAfterStop, TimeSpan.FromHours(1));

    /// <inheritdoc/>
    public SignalKind Signal => SignalKind.ActivityAfterStop;

    /// <inheritdoc/>
    public void Take(Witnessed witnessed, List<FoundSignal> found)
    {
        var (seen, at, address, deployment) = witnessed;
        var sender = seen.Instance ?? "";
        if (seen.Kind is ObservationKind.HaltAcknowledged)
        {
            if (_stopped.ContainsKey(sender) || _stopped.Count < MaxSenders)
                _stopped[sender] = at;
        }
        else if (seen is { Kind: ObservationKind.ServingState, ServingState: "serving" or "starting" })
        {
            if (_stopped.TryGetValue(sender, out var since) && at > since && _stopped.Remove(sender))
                _holding.End(_ => _stopped.Count == 0, "The sender says that it serves again.", found);
        }
        else if (seen.Kind is ObservationKind.Inference or ObservationKind.ToolCall or ObservationKind.AgentStep)
        {
            var known = _latest.TryGetValue(sender, out var latest);
            if ((known && at > latest.At) || (!known && _latest.Count < MaxSenders))
                _latest[sender] = new Began(at, seen.ModelVersion ?? "", address);
        }

        if (_stopped.TryGetValue(sender, out var stopped)
            && _latest.TryGetValue(sender, out var began) && began.At > stopped + s_leeway)
        {
            _holding.Saw(began.Version, null, began.At, () => new FoundCondition(
                new ConditionSeen(
                    $"{deployment} {began.Version} went on after it had acknowledged a halt",
                    "seconds after the acknowledgement",
                    (began.At - stopped).TotalSeconds, s_leeway.TotalSeconds, "s"),
                Severity.Sev1, stopped, began.At, began.Address), found);
        }
    }

    /// <inheritdoc/>
    public void EndQuiet(DateTimeOffset now, List<FoundSignal> found) =>
        _holding.EndQuiet(now, "Nothing has begun for an hour.", found);

    /// <inheritdoc/>
    public void Forget() => _holding.Forget();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_stopped.Count);
        foreach (var (sender, at) in _stopped)
        {
            writer.Write(sender);
            writer.Save(at);
        }

        writer.Write(_latest.Count);
        foreach (var (sender, began) in _latest)
        {
            writer.Write(sender);
            writer.Save(began.At);
            writer.Write(began.Version);
            writer.Write(began.Address.Position);
            writer.Write(began.Address.Index);
        }

        _holding.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            _stopped.Add(reader.ReadString(), reader.LoadTime());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            _latest.Add(reader.ReadString(), new Began(
                reader.LoadTime(),
                reader.ReadString(),
                new ObservationAddress(reader.ReadInt64(), reader.ReadInt32())));
        }

        _holding.Load(reader);
    }

    /// <summary>The latest beginning of a sender's activity.</summary>
    private readonly record struct Began(DateTimeOffset At, string Version, ObservationAddress Address);
}
