namespace Governance.EventSourcing.Projections;

/// <summary>How far a projection is, for metrics and the operations page.</summary>
/// <param name="Name">The projection's name.</param>
/// <param name="Version">This binary's version of it.</param>
/// <param name="Generation">The generation that readers see.</param>
/// <param name="Position">Everything up to here is in its table.</param>
/// <param name="Behind">For how long it has not held all of the log that this node knows; zero while it does.</param>
/// <param name="Silence">Since when its loop has given no sign of life.</param>
/// <param name="WorksHere">Whether this node is the one that writes it.</param>
/// <param name="ParkedKeys">Keys set aside after an event that could not be applied.</param>
/// <param name="Building">The generation that is being filled, or null.</param>
/// <param name="Failure">What the last attempt failed with; null while it runs.</param>
public sealed record ProjectionProgress(
    string Name,
    int Version,
    int Generation,
    long Position,
    TimeSpan Behind,
    TimeSpan Silence,
    bool WorksHere,
    long ParkedKeys,
    RebuildProgress? Building,
    string? Failure);

/// <summary>How far a generation is that is being filled, beside the live one or for the first time.</summary>
/// <param name="Generation">Which one.</param>
/// <param name="Position">Everything up to here is in its table.</param>
/// <param name="Target">The end of the log.</param>
/// <param name="PositionsPerSecond">Since this node has watched it; 0 where it cannot say yet.</param>
public sealed record RebuildProgress(int Generation, long Position, long Target, double PositionsPerSecond)
{
    /// <summary>0 … 100.</summary>
    public double Percent => Target == 0 ? 100 : Math.Min(100, 100.0 * Position / Target);

    /// <summary>At the present speed; null where that is not known.</summary>
    public TimeSpan? TimeLeft => PositionsPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, Target - Position) / PositionsPerSecond)
        : null;
}
