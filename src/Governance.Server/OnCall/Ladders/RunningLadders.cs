using System.Collections.Concurrent;
using Governance.Domain.OnCall;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Ladders;

/// <summary>An escalation that is not over, and the ladder it pinned.</summary>
/// <param name="Number">As people say it: <c>INC-{number}</c>.</param>
public sealed record RunningLadder(string Incident, long Number, string Digest, int Version);

/// <summary>The escalations that are not over, from memory.</summary>
internal sealed class RunningLadders : IFold
{
    // Bounded by the incidents that are not resolved.
    private readonly ConcurrentDictionary<string, RunningLadder> _running = new(StringComparer.Ordinal);

    /// <summary>Those that follow another ladder than this one, oldest first.</summary>
    public IReadOnlyList<RunningLadder> NotBy(string digest) =>
        [.. _running.Values.Where(one => one.Digest != digest).OrderBy(one => one.Number)];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case EscalationEvent.EscalationStarted started:
                var id = fact.IdIn(OnCallStreams.Escalation.Prefix);
                _running[id] = new RunningLadder(id, started.Number, started.PolicyDigest, started.Version);
                break;
            case EscalationEvent.EscalationMovedToPolicyVersion moved:
                var at = fact.IdIn(OnCallStreams.Escalation.Prefix);
                if (_running.TryGetValue(at, out var running))
                    _running[at] = running with { Digest = moved.PolicyDigest, Version = moved.Version };
                break;
            case EscalationEvent.EscalationStopped:
                _running.TryRemove(fact.IdIn(OnCallStreams.Escalation.Prefix), out _);
                break;
        }
    }
}
