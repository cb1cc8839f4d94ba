using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>
/// Every order whose effect is awaited, with what the telemetry has shown of it: who served before it, who still does,
/// who has acknowledged. Rebuilt from the log at each start.
/// </summary>
internal sealed class EffectBoard(OversightSettings settings) : IFold
{
    /// <summary>Sightings kept of each deployment, so that an order knows who served just before it.</summary>
    private const int RecentMax = 512;

    private readonly Lock _gate = new();
    private readonly ServedNames _names = new();

    // Bounded by deployments × RecentMax.
    private readonly Dictionary<string, Queue<ServingSeen>> _recent = [];

    // One for each rollout that can still be rolled back; rollouts are made by people.
    private readonly Dictionary<RolloutId, RolloutPlan> _plans = [];

    // Bounded by the orders that people and rules have given and that were not yet seen to be obeyed.
    private readonly Dictionary<string, Watching> _open = [];

    public bool WantsBehaviour => true;

    public void Apply(Fact fact)
    {
        lock (_gate)
        {
            switch (fact.Event)
            {
                case BehaviourEvent.SegmentRecorded segment:
                    See(segment);
                    break;
                case DeploymentEvent.VersionRegistered registered:
                    _names.Apply(new DeploymentId(fact.IdIn("deployment")), registered);
                    break;
                case DeploymentEvent.ServedNameAdded added:
                    _names.Apply(new DeploymentId(fact.IdIn("deployment")), added);
                    break;
                case RolloutEvent rollout:
                    Follow(fact, rollout);
                    break;
                case HaltEvent halt:
                    Follow(fact, halt);
                    break;
            }
        }
    }

    /// <summary>The orders that are awaited now.</summary>
    public IReadOnlyList<Watching> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _open.Values];
            }
        }
    }

    /// <summary>The watch on one order's stream, e.g. <c>halt-9a…</c>; null when its effect is not awaited.</summary>
    public Watching? Find(string stream)
    {
        lock (_gate)
        {
            return _open.GetValueOrDefault(stream);
        }
    }

    private void See(BehaviourEvent.SegmentRecorded segment)
    {
        if (!_recent.TryGetValue(segment.Deployment, out var recent))
        {
            _recent.Add(segment.Deployment, recent = new Queue<ServingSeen>());
        }

        var concerned = _open.Where(order => order.Value.Deployment.Value == segment.Deployment).ToList();
        foreach (var said in segment.Serving)
        {
            var serving = said with { Version = _names.VersionOf(segment.Deployment, said.Version) };
            recent.Enqueue(serving);
            if (recent.Count > RecentMax)
            {
                recent.Dequeue();
            }

            foreach (var (stream, _) in concerned)
            {
                _open[stream] = _open[stream].Seen(serving);
            }
        }
    }

    private void Follow(Fact fact, RolloutEvent rollout)
    {
        var id = new RolloutId(fact.IdIn("rollout"));
        switch (rollout)
        {
            case RolloutEvent.RolloutPlanned planned:
                _plans[id] = planned.Plan;
                break;
            case RolloutEvent.RollbackOrdered ordered when _plans.Remove(id, out var plan):
                var watch = new EffectWatch(ordered.At, plan.Candidate, settings.Grace);
                _open[fact.StreamId] = Begin(new Watching(id, null, plan.Deployment, watch, plan.Stable));
                break;
            case RolloutEvent.RollbackEffectObserved:
                _open.Remove(fact.StreamId);
                break;
        }
    }

    private void Follow(Fact fact, HaltEvent halt)
    {
        switch (halt)
        {
            case HaltEvent.HaltOrdered ordered:
                var mustEnd = ordered.Rollout is { } rollout ? _plans.GetValueOrDefault(rollout)?.Candidate : null;
                var watch = new EffectWatch(ordered.At, mustEnd, settings.Grace);
                _open[fact.StreamId] = Begin(
                    new Watching(null, new HaltId(fact.IdIn("halt")), ordered.Deployment, watch, null));
                break;
            case HaltEvent.HaltAcknowledged acknowledged when _open.TryGetValue(fact.StreamId, out var order):
                _open[fact.StreamId] = order with
                {
                    Watch = order.Watch.Acknowledged(acknowledged.Instance, acknowledged.At),
                };
                break;
            case HaltEvent.HaltEffectObserved or HaltEvent.ReenableApproved:
                _open.Remove(fact.StreamId);
                break;
        }
    }

    private Watching Begin(Watching order) =>
        _recent.TryGetValue(order.Deployment.Value, out var recent)
            ? recent.Aggregate(order, (seen, serving) => seen.Seen(serving))
            : order;
}
