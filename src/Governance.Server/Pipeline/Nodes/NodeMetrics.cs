using System.Diagnostics.Metrics;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>What this node sees of the others, and how much it does itself.</summary>
internal sealed class NodeMetrics
{
    private IReadOnlyList<Worker>? _workers;
    private int? _duties;

    public NodeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Governance");
        meter.CreateObservableGauge(
            "governance.nodes.living", () => Known(_workers?.Count(worker => worker.Lives)), "{node}",
            "Nodes that share the work.");
        meter.CreateObservableGauge(
            "governance.nodes.vanished", () => Known(_workers?.Count(worker => !worker.Lives)), "{node}",
            "Nodes that stopped showing themselves without leaving.");
        meter.CreateObservableGauge(
            "governance.node.duties", () => Known(_duties), "{duty}", "Duties that this node has now.");
    }

    public void Saw(IReadOnlyList<Worker> workers) => _workers = workers;

    public void Holds(int duties) => _duties = duties;

    private static IEnumerable<Measurement<int>> Known(int? value) =>
        value is { } known ? [new Measurement<int>(known)] : [];
}
