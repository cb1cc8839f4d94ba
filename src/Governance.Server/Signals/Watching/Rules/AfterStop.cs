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
    private readonly Holding _holding = new(SignalKind.ActivityAfterStop, TimeSpan.FromHours(1));

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
        else if (seen.Kind is ObservationKind.Inference or ObservationKind.ToolCall or ObservationKind.AgentStep
            && _stopped.TryGetValue(sender, out var stopped) && at > stopped + s_leeway)
        {
            var version = seen.ModelVersion ?? "";
            _holding.Saw(version, null, at, () => new FoundCondition(
                new ConditionSeen(
                    $"{deployment} {version} went on after it had acknowledged a halt",
                    "seconds after the acknowledgement", (at - stopped).TotalSeconds, s_leeway.TotalSeconds, "s"),
                Severity.Sev1, stopped, at, address), found);
        }
    }

    /// <inheritdoc/>
    public void EndQuiet(DateTimeOffset now, List<FoundSignal> found) =>
        _holding.EndQuiet(now, "Nothing has begun for an hour.", found);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_stopped.Count);
        foreach (var (sender, at) in _stopped)
        {
            writer.Write(sender);
            writer.Save(at);
        }

        _holding.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            _stopped.Add(reader.ReadString(), reader.LoadTime());
        _holding.Load(reader);
    }
}
