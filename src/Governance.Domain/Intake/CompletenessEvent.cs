namespace Governance.Domain.Intake;

/// <summary>
/// The stream <c>completeness-{deployment}</c>: hour by hour, what is held against what the senders counted. An hour
/// for which no sender counted has no fact: its completeness is unknown.
/// </summary>
public abstract record CompletenessEvent
{
    private CompletenessEvent()
    {
    }

    /// <summary>An hour was compared, or compared again after late data.</summary>
    /// <param name="Balance">What came of it.</param>
    public sealed record HourReconciled(HourBalance Balance) : CompletenessEvent;
}

/// <summary>What is held of one hour, against what its senders counted themselves.</summary>
/// <param name="Hour">Its begin, UTC. A stretch between two statements counts in the hour of the later one.</param>
/// <param name="Stated">Records that senders say they sent.</param>
/// <param name="Unexplained">Those of them that are not held; by kind where more than none.</param>
/// <param name="Instances">Instances that stated counts.</param>
/// <param name="StatementsLost">Gaps in the sequence of statements.</param>
/// <param name="Tolerance">
/// Three standard errors where records stand for others that were not sent; 0 where nothing is sampled.
/// </param>
public sealed record HourBalance(
    DateTimeOffset Hour,
    long Stated,
    IReadOnlyDictionary<string, long> Unexplained,
    int Instances,
    int StatementsLost,
    double Tolerance)
{
    /// <summary>Records that are not held though they were counted.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Missing => Unexplained.Values.Sum();

    /// <summary>Records that were counted and are held.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Held => Stated - Missing;

    /// <summary>Says the same as another: nothing has changed.</summary>
    public bool Agrees(HourBalance? other) => other is not null
        && (Hour, Stated, Instances, StatementsLost, Tolerance)
            == (other.Hour, other.Stated, other.Instances, other.StatementsLost, other.Tolerance)
        && Unexplained.Count == other.Unexplained.Count
        && Unexplained.All(kind => other.Unexplained.GetValueOrDefault(kind.Key) == kind.Value);
}
