using System.Diagnostics.Metrics;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>How many answers of each kind were given to gateways.</summary>
internal sealed class DecisionMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _decisions = meters.Create("Governance").CreateCounter<long>(
        "governance.decisions", "{decision}", "Answers given to gateways, by variant.");

    internal void Count(string variant) => _decisions.Add(1, new KeyValuePair<string, object?>("variant", variant));
}
