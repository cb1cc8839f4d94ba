using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Registry;

/// <summary>
/// Which policy stood at any position of the log, in memory. Detectors judge a segment by the one that stood before it,
/// so whoever judges the same log again judges by the same.
/// </summary>
internal sealed class PolicyBook(WatchSettings settings) : IFold
{
    /// <summary>The noun before a detector's word in its stream's id.</summary>
    internal const string Prefix = "detector";

    /// <summary>Policies that are kept; a segment before all of them is judged by the oldest.</summary>
    private const int MaxPolicies = 20_000;

    private readonly Lock _gate = new();
    private readonly DetectorPolicy _shipped = DetectorPolicy.Shipped(settings);

    // Bounded by MaxPolicies; in order of the log.
    private readonly List<(long Position, DetectorPolicy Policy)> _policies = [];

    /// <summary>The policy as it is now.</summary>
    internal DetectorPolicy Now => Before(long.MaxValue);

    /// <summary>The stream of one detector.</summary>
    internal StreamOf<DetectorState, DetectorEvent> StreamOf(SignalKind signal) =>
        new(Prefix, _shipped.StateOf(signal), DetectorState.Evolve);

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is not DetectorEvent happened || SignalWords.KindOf(fact.IdIn(Prefix)) is not { } signal)
            return;
        lock (_gate)
        {
            var last = _policies.Count > 0 ? _policies[^1].Policy : _shipped;
            _policies.Add((fact.Position, last.With(signal, DetectorState.Evolve(last.StateOf(signal), happened))));
            if (_policies.Count > MaxPolicies)
                _policies.RemoveRange(0, MaxPolicies / 2);
        }
    }

    /// <summary>The policy by the last fact before a position.</summary>
    internal DetectorPolicy Before(long position)
    {
        lock (_gate)
        {
            var (low, high) = (0, _policies.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _policies[middle].Position < position ? (middle + 1, high) : (low, middle);
            }

            return low > 0 ? _policies[low - 1].Policy : _shipped;
        }
    }

    /// <summary>The policy for one deployment's segment at a position.</summary>
    internal DetectorPolicy Before(long position, DeploymentId deployment) => Before(position).For(deployment);
}
