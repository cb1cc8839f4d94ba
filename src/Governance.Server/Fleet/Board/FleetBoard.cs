using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet.Board;

/// <summary>
/// Every deployment that was ever heard of: who answers for it, when it was last seen, what it streams, and how much of
/// it can be measured. Folded in memory from registrations and the headers of segments.
/// </summary>
public sealed class FleetBoard : IFold
{
    /// <summary>Deployments listed; an organisation with more needs a second installation.</summary>
    private const int DeploymentsMax = 10_000;

    private readonly Lock _gate = new();

    // Bounded by DeploymentsMax.
    private readonly Dictionary<string, FleetRow> _rows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            switch (fact.Event)
            {
                case BehaviourEvent.SegmentRecorded segment:
                    Change(segment.Deployment, segment.Name, row => row.With(segment, fact.At));
                    break;
                case DeploymentEvent.Observed observed:
                    Change(fact.IdIn("deployment"), observed.Name, row => row with
                    {
                        Environment = observed.Environment,
                    });
                    break;
                case DeploymentEvent.Registered registered:
                    Change(fact.IdIn("deployment"), registered.Name, row => row with
                    {
                        Environment = registered.Environment,
                        Owner = registered.Owner,
                    });
                    break;
                case DeploymentEvent.StableVersionSet stable:
                    Change(fact.IdIn("deployment"), "", row => row with { Stable = stable.Version.Value });
                    break;
            }
        }
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<FleetRow> All()
    {
        lock (_gate)
            return [.. _rows.Values.OrderBy(row => row.Name, StringComparer.Ordinal)];
    }

    private void Change(string id, string name, Func<FleetRow, FleetRow> change)
    {
        if (_rows.GetValueOrDefault(id) is { } row)
            _rows[id] = change(row);
        else if (_rows.Count < DeploymentsMax)
            _rows[id] = change(new FleetRow(id, name));
    }
}
