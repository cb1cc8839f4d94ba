namespace Governance.Domain.Intake;

/// <summary>Records of one instance that a segment holds and that ended in one stretch of time.</summary>
/// <param name="Instance">Pseudonym; empty: the sender does not say which instance it is.</param>
/// <param name="From">Begin of the stretch.</param>
/// <param name="Records">How many of each kind, in the words of the governance vocabulary (§8).</param>
public sealed record RecordsHeld(string Instance, DateTimeOffset From, IReadOnlyDictionary<string, int> Records)
{
    /// <summary>
    /// How many of each kind they stand for, by their sampling weights; null where each stands for itself.
    /// </summary>
    public IReadOnlyDictionary<string, double>? StandFor { get; init; }

    /// <summary>Variance of what they stand for, Σ w(w − 1): a sampled count is an estimate.</summary>
    public double Variance { get; init; }
}

/// <summary>An instance's own running totals: <c>governance.sender.counts</c>.</summary>
/// <param name="Instance">Pseudonym; empty: the sender does not say which instance it is.</param>
/// <param name="Sequence">1, 2, 3 … since the instance started; a gap is a lost statement. Null: not said.</param>
/// <param name="At">When it was stated.</param>
/// <param name="Totals">Records of each kind that ended before, since the instance started.</param>
public sealed record RecordsStated(
    string Instance, long? Sequence, DateTimeOffset At, IReadOnlyDictionary<string, long> Totals);
