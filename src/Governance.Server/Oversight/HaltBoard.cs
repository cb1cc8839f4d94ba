using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>One order to stop, as its page shows it.</summary>
public sealed record HaltRow(HaltId Id, long Position, Halt State, HaltEvent? Verdict);

/// <summary>The orders to stop, in memory: people give them, so they are few.</summary>
internal sealed class HaltBoard : IFold
{
    /// <summary>Lifted halts that are kept; older ones are found in the log.</summary>
    private const int LiftedMax = 500;

    private readonly Lock _gate = new();

    // Bounded by the halts that stand and LiftedMax; in order of the log.
    private readonly OrderedDictionary<string, HaltRow> _rows = [];

    public HaltBoard(IMeterFactory meters) => meters.Create("Governance").CreateObservableGauge(
        "governance.halts", () => Standing.Count, "{halt}", "Orders to stop that stand.");

    /// <summary>The halts that stand.</summary>
    internal IReadOnlyList<HaltRow> Standing
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Values.Where(row => row.State.Stands)];
            }
        }
    }

    /// <summary>The halt of a deployment that stands, else the last one; null when there was none.</summary>
    internal HaltRow? LatestOf(string deploymentName)
    {
        lock (_gate)
        {
            var mine = _rows.Values.Where(row => row.State.Order?.DeploymentName == deploymentName).ToList();
            return mine.LastOrDefault(row => row.State.Stands) ?? (mine is [.., var last] ? last : null);
        }
    }

    public void Apply(Fact fact)
    {
        if (fact.Event is not HaltEvent happened)
        {
            return;
        }

        lock (_gate)
        {
            var row = _rows.GetValueOrDefault(fact.StreamId)
                ?? new HaltRow(OversightStreams.HaltOf(fact), fact.Position, Halt.Initial, null);
            _rows[fact.StreamId] = row with
            {
                State = Halt.Evolve(row.State, happened),
                Verdict = happened is HaltEvent.HaltEffectObserved or HaltEvent.HaltEffectNotObserved
                    ? happened
                    : row.Verdict,
            };
            Trim();
        }
    }

    private void Trim()
    {
        if (_rows.Count > LiftedMax && _rows.FirstOrDefault(row => !row.Value.State.Stands) is { Key: { } oldest })
        {
            _rows.Remove(oldest);
        }
    }
}
