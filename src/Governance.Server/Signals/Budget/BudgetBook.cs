using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Budget;

/// <summary>
/// How the budget was divided at any position of the log, in memory. Detectors judge a segment by the division that
/// stood before it, so whoever judges the same log again uses the same thresholds.
/// </summary>
internal sealed class BudgetBook : IFold
{
    internal static readonly StreamOf<AlarmBudget, BudgetEvent> Stream =
        new("budget", AlarmBudget.Initial, AlarmBudget.Evolve);

    /// <summary>Divisions that are kept; a segment before all of them is judged by the oldest.</summary>
    private const int MaxDivisions = 100_000;

    private readonly Lock _gate = new();

    // Bounded by MaxDivisions; in order of the log.
    private readonly List<(long Position, AlarmBudget Budget)> _divisions = [];

    /// <summary>The budget as it is now.</summary>
    internal AlarmBudget Now { get; private set; } = AlarmBudget.Initial;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is not BudgetEvent happened)
            return;
        lock (_gate)
        {
            Now = AlarmBudget.Evolve(Now, happened);
            _divisions.Add((fact.Position, Now));
            if (_divisions.Count > MaxDivisions)
                _divisions.RemoveRange(0, MaxDivisions / 2);
        }
    }

    /// <summary>False incidents a week of one deployment, by the last division before a position.</summary>
    internal double ShareBefore(long position) => Before(position).Share;

    /// <summary>The budget by the last division before a position.</summary>
    internal AlarmBudget Before(long position)
    {
        lock (_gate)
        {
            var (low, high) = (0, _divisions.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _divisions[middle].Position < position ? (middle + 1, high) : (low, middle);
            }

            return low > 0 ? _divisions[low - 1].Budget : AlarmBudget.Initial;
        }
    }
}
