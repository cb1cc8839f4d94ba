using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>One rollout as the board shows it.</summary>
public sealed record BoardRow(RolloutId Id, Rollout State, DateTimeOffset ChangedAt)
{
    /// <summary>True until it has ended, or while its rollback has not been seen to take effect.</summary>
    public bool IsOpen => State.Status
        is RolloutStatus.Planned or RolloutStatus.Approved or RolloutStatus.Running or RolloutStatus.Held
        or RolloutStatus.RollingBack;
}

/// <summary>Every rollout, in memory: plans are made by people, so they are few.</summary>
internal sealed class RolloutBoard : IFold
{
    /// <summary>Ended rollouts that are kept on the board; older ones are found in the log.</summary>
    private const int EndedMax = 2_000;

    private readonly Lock _gate = new();

    // Bounded by the open rollouts, one for each deployment, and EndedMax.
    private readonly Dictionary<RolloutId, BoardRow> _rows = [];

    public RolloutBoard(IMeterFactory meters) => meters.Create("Governance").CreateObservableGauge(
        "governance.rollouts", CountByState, "{rollout}", "Rollouts by state.");

    /// <summary>The youngest change first.</summary>
    internal IReadOnlyList<BoardRow> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Values.OrderByDescending(row => row.ChangedAt)];
            }
        }
    }

    public void Apply(Fact fact)
    {
        if (fact.Event is not RolloutEvent happened)
        {
            return;
        }

        var id = RolloutStreams.RolloutOf(fact);
        lock (_gate)
        {
            var before = _rows.GetValueOrDefault(id)?.State ?? Rollout.Initial;
            _rows[id] = new BoardRow(id, Rollout.Evolve(before, happened), fact.At);
            Trim();
        }
    }

    private void Trim()
    {
        if (_rows.Count > EndedMax && _rows.Values.Where(row => !row.IsOpen).MinBy(row => row.ChangedAt) is { } oldest)
        {
            _rows.Remove(oldest.Id);
        }
    }

    private IEnumerable<Measurement<int>> CountByState() => Rows
        .CountBy(row => row.State.Status)
        .Select(count => new Measurement<int>(
            count.Value, new KeyValuePair<string, object?>("state", RolloutWords.Metric(count.Key))));
}
