using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Governance.Server.Intake.Completeness;

/// <summary>How much of the latest hours is missing beyond the limit: an alarm that needs no incident.</summary>
internal sealed class CompletenessMetrics
{
    /// <summary>Deployments with a number of their own.</summary>
    private const int DeploymentsMax = 2_000;

    // Bounded by DeploymentsMax.
    private readonly ConcurrentDictionary<string, long> _missing = new(StringComparer.Ordinal);

    public CompletenessMetrics(IMeterFactory meters) => meters.Create("Governance").CreateObservableGauge(
        "governance.completeness.missing",
        () => _missing.Select(one => new Measurement<long>(
            one.Value, new KeyValuePair<string, object?>("deployment", one.Key))),
        "{record}",
        "Records that a sender counted and that are not held, where they are more than the limit.");

    public void Set(string deployment, long missing)
    {
        if (_missing.Count < DeploymentsMax || _missing.ContainsKey(deployment))
            _missing[deployment] = missing;
    }
}
