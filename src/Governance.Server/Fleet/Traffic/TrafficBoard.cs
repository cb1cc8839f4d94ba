using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet.Traffic;

/// <summary>
/// Who serves what, live, from the headers of behaviour segments: shares over the last hour, the hour around each
/// rollback, and the evidence of each stage that runs.
/// </summary>
public sealed class TrafficBoard : IFold
{
    /// <summary>Deployments with a series of their own; those after it have none until a restart.</summary>
    private const int DeploymentsMax = 2_000;

    /// <summary>Rollbacks whose surroundings are kept; the oldest goes first.</summary>
    private const int RollbacksMax = 200;

    /// <summary>How much is kept around a rollback, before and after.</summary>
    private static readonly TimeSpan s_around = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ServedNames _names = new();

    // Bounded by DeploymentsMax.
    private readonly Dictionary<string, TrafficSeries> _series = [];

    // One small entry for each rollout that was not rolled back or withdrawn; rollouts are made by people.
    private readonly Dictionary<RolloutId, StageCount> _stages = [];

    // Bounded by RollbacksMax; in order of the log.
    private readonly OrderedDictionary<RolloutId, Surroundings> _kept = [];

    private long _position;

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            _position = fact.Position;
            switch (fact.Event)
            {
                case BehaviourEvent.SegmentRecorded segment:
                    Count(segment);
                    break;
                case DeploymentEvent.VersionRegistered registered:
                    _names.Apply(new DeploymentId(fact.IdIn("deployment")), registered);
                    break;
                case DeploymentEvent.ServedNameAdded added:
                    _names.Apply(new DeploymentId(fact.IdIn("deployment")), added);
                    break;
                case RolloutEvent rolled:
                    Follow(new RolloutId(fact.IdIn("rollout")), rolled);
                    break;
            }
        }
    }

    /// <summary>What was seen in the stage that runs; not measured when none does.</summary>
    public StageEvidence EvidenceOf(RolloutId rollout)
    {
        lock (_gate)
        {
            return _stages.GetValueOrDefault(rollout)?.At(_position) ?? new StageEvidence(null, null, _position);
        }
    }

    /// <summary>The last hour of a deployment, in order; empty when nothing is kept.</summary>
    public IReadOnlyList<TrafficStep> Of(DeploymentId deployment, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
        {
            return _series.GetValueOrDefault(deployment.Value)?.Between(from, to) ?? [];
        }
    }

    /// <summary>The minutes around a rollback's order, in order; empty when nothing is kept.</summary>
    public IReadOnlyList<TrafficStep> Around(RolloutId rollout)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(rollout, out var kept)
                ? kept.Series.Between(kept.At - s_around, kept.At + s_around)
                : [];
        }
    }

    private void Count(BehaviourEvent.SegmentRecorded segment)
    {
        var series = SeriesOf(segment.Deployment);
        var around = _kept.Values.Where(kept => kept.Deployment == segment.Deployment).ToList();
        var stages = _stages.Values.Where(stage => stage.Plan.Deployment.Value == segment.Deployment).ToList();
        foreach (var serving in segment.Serving)
        {
            var version = _names.VersionOf(segment.Deployment, serving.Version);
            series?.Add(version ?? "", serving);
            foreach (var kept in around.Where(kept => serving.LastStart < kept.At + s_around))
            {
                kept.Series.Add(version ?? "", serving);
            }

            foreach (var stage in stages)
            {
                stage.Add(version, serving);
            }
        }
    }

    private void Follow(RolloutId rollout, RolloutEvent fact)
    {
        switch (fact)
        {
            case RolloutEvent.RolloutPlanned planned:
                _stages[rollout] = new StageCount(planned.Plan);
                break;
            case RolloutEvent.StageEntered entered:
                _stages.GetValueOrDefault(rollout)?.Begin(entered.At);
                break;
            case RolloutEvent.RollbackOrdered ordered when _stages.Remove(rollout, out var stage):
                Keep(rollout, stage.Plan.Deployment.Value, ordered.At);
                break;
            case RolloutEvent.RolloutAborted or RolloutEvent.ApprovalDeclined:
                _stages.Remove(rollout);
                break;
        }
    }

    private void Keep(RolloutId rollout, string deployment, DateTimeOffset at)
    {
        var series = new TrafficSeries();
        if (_series.TryGetValue(deployment, out var current))
        {
            series.Copy(current, at - s_around, at + s_around);
        }

        _kept[rollout] = new Surroundings(deployment, at, series);
        if (_kept.Count > RollbacksMax)
        {
            _kept.RemoveAt(0);
        }
    }

    private TrafficSeries? SeriesOf(string deployment)
    {
        if (!_series.TryGetValue(deployment, out var series) && _series.Count < DeploymentsMax)
        {
            _series.Add(deployment, series = new TrafficSeries());
        }

        return series;
    }

    private sealed record Surroundings(string Deployment, DateTimeOffset At, TrafficSeries Series);
}
