using System.Collections.Concurrent;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>
/// What every gateway is told, in memory: one row for each deployment's name, folded from deployments, rollouts and
/// halts. Read without locks by any number of questions while one fact at a time changes it.
/// </summary>
internal sealed class DecisionTable : IFold
{
    // Bounded by the deployments of the organisation.
    private readonly ConcurrentDictionary<string, DecisionRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = [];

    // One for each rollout that was not rolled back or withdrawn; rollouts are made by people.
    private readonly Dictionary<string, RolloutPlan> _plans = [];

    // Bounded by the halts that stand.
    private readonly Dictionary<string, HaltEvent.HaltOrdered> _halts = [];

    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case DeploymentEvent deployment:
                Apply(fact, fact.IdIn("deployment"), deployment);
                break;
            case RolloutEvent rollout:
                Apply(fact, fact.IdIn("rollout"), rollout);
                break;
            case HaltEvent halt:
                Apply(fact, fact.IdIn("halt"), halt);
                break;
        }
    }

    /// <summary>
    /// The row of a deployment; null when no such name was ever heard of. Takes no lock and allocates nothing.
    /// </summary>
    public DecisionRow? Find(string name) => _rows.GetValueOrDefault(name);

    private void Apply(Fact fact, string id, DeploymentEvent deployment)
    {
        switch (deployment)
        {
            case DeploymentEvent.Observed e:
                Name(fact, id, e.Name);
                break;
            case DeploymentEvent.Registered e:
                Name(fact, id, e.Name);
                break;
            case DeploymentEvent.StableVersionSet e when _names.TryGetValue(id, out var name):
                Change(fact, name, row => row with { Stable = e.Version.Value });
                break;
        }
    }

    private void Apply(Fact fact, string id, RolloutEvent rollout)
    {
        switch (rollout)
        {
            case RolloutEvent.RolloutPlanned e:
                _plans[id] = e.Plan;
                break;
            case RolloutEvent.StageEntered e when _plans.TryGetValue(id, out var plan):
                var arm = new CandidateArm(id, plan.Candidate.Value, plan.Salt, e.Percent);
                Change(fact, plan.DeploymentName, row => row with { Arm = arm });
                break;
            case RolloutEvent.RollbackOrdered or RolloutEvent.RolloutCompleted
                when _plans.TryGetValue(id, out var plan):
                Change(fact, plan.DeploymentName, row => row.Arm?.Rollout == id ? row with { Arm = null } : row);
                break;
            case RolloutEvent.RolloutAborted or RolloutEvent.ApprovalDeclined:
                _plans.Remove(id);
                break;
        }
    }

    private void Apply(Fact fact, string id, HaltEvent halt)
    {
        switch (halt)
        {
            case HaltEvent.HaltOrdered e:
                _halts[id] = e;
                Change(fact, e.DeploymentName, row => row);
                break;
            case HaltEvent.ReenableApproved when _halts.Remove(id, out var order):
                Change(fact, order.DeploymentName, row => row);
                break;
        }
    }

    private void Name(Fact fact, string id, string name)
    {
        _names[id] = name;
        Change(fact, name, row => row);
    }

    private void Change(Fact fact, string name, Func<DecisionRow, DecisionRow> change)
    {
        var row = change(_rows.GetValueOrDefault(name) ?? new DecisionRow());
        _rows[name] = row with
        {
            Halt = Standing(name, order => order.Rollout is null),
            ArmHalt = row.Arm is { } arm ? Standing(name, order => order.Rollout?.Value == arm.Rollout) : null,
            Position = fact.Position,
        };
    }

    private string? Standing(string name, Func<HaltEvent.HaltOrdered, bool> applies) => _halts
        .Where(halt => halt.Value.DeploymentName == name && applies(halt.Value))
        .Select(halt => halt.Key)
        .FirstOrDefault();
}
