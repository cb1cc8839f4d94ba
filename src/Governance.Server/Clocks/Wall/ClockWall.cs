using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Server.Pipeline;

namespace Governance.Server.Clocks.Wall;

/// <summary>
/// Every incident that owes a report or a classification, as the log says it, and what an operator watches of them:
/// <c>governance.clocks.running</c>, <c>.overdue</c>, <c>.slack</c> and <c>.unclassified</c>.
/// </summary>
public sealed class ClockWall : IFold
{
    // Bounded by the incidents that owe something at one time.
    private readonly ConcurrentDictionary<string, RegulatoryClocks> _owing = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    /// <summary>Creates the instruments.</summary>
    public ClockWall(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("Governance");
        meter.CreateObservableGauge(
            "governance.clocks.running",
            () => ByRow(_ => true, clocks => clocks.Count()),
            "{clock}",
            "Reports that are owed.");
        meter.CreateObservableGauge(
            "governance.clocks.overdue", () => Overdue.Count, "{clock}", "Reports that are owed and overdue.");
        meter.CreateObservableGauge(
            "governance.clocks.slack",
            () => ByRow(
                clock => clock.HasDeadline,
                clocks => clocks.Min(clock => (clock.StrictDueAt!.Value - _clock.GetUtcNow()).TotalSeconds)),
            "s",
            "Time left of the report that is due first, by row; negative when it is overdue.");
        meter.CreateObservableGauge(
            "governance.clocks.unclassified",
            () => _owing.Values.Count(clocks => clocks is { IsUndetermined: true, ClassificationIsOverdue: true }),
            "{incident}",
            "Incidents that nobody has classified in time.");
    }

    /// <summary>Every running clock, the most urgent first; holds, which are never due, last.</summary>
    public IReadOnlyList<(IncidentId Incident, RegulatoryClocks All, Clock Clock)> List() =>
    [
        .. _owing
            .SelectMany(one => one.Value.Clocks.Where(clock => clock.IsRunning)
                .Select(clock => (new IncidentId(one.Key), one.Value, clock)))
            .OrderBy(one => one.clock.StrictDueAt ?? DateTimeOffset.MaxValue)
            .ThenBy(one => one.clock.Started.Clock, StringComparer.Ordinal),
    ];

    /// <summary>Incidents that wait to be classified, the one that waits longest first.</summary>
    public IReadOnlyList<(IncidentId Incident, RegulatoryClocks Clocks)> Unclassified() =>
    [
        .. _owing.Where(one => one.Value is { IsUndetermined: true, ClassifyBy: not null })
            .OrderBy(one => one.Value.ClassifyBy)
            .Select(one => (new IncidentId(one.Key), one.Value)),
    ];

    /// <summary>The clocks whose time is over.</summary>
    public IReadOnlyList<Clock> Overdue => [.. List().Select(one => one.Clock).Where(clock => clock.IsOverdue)];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is not RegulatoryClockEvent happened)
            return;
        var id = fact.IdIn(ClockStreams.Clocks.Prefix);
        var after = RegulatoryClocks.Evolve(_owing.GetValueOrDefault(id, RegulatoryClocks.Initial), happened);
        if (after.MayOweMore)
            _owing[id] = after;
        else
            _owing.TryRemove(id, out _);
    }

    private IEnumerable<Measurement<double>> ByRow(
        Func<Clock, bool> counts, Func<IEnumerable<Clock>, double> measure) => List()
        .Select(one => one.Clock)
        .Where(counts)
        .GroupBy(clock => clock.Started.Row, StringComparer.Ordinal)
        .Select(row => new Measurement<double>(measure(row), new KeyValuePair<string, object?>("row", row.Key)));
}
