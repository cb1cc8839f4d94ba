namespace Governance.Server.Intake.Line;

/// <summary>The line's border to the database, so that its rules are tested without one.</summary>
internal interface IFlightDeck
{
    /// <summary>
    /// Stores a flight durably, or throws and has stored nothing of it that <see cref="RecallAsync"/> would not
    /// tell.
    /// </summary>
    Task<FlightEnd> StoreAsync(Flight flight, CancellationToken ct);

    /// <summary>
    /// What lately reached the log from any node and was not told before, and what waits for a version.
    /// </summary>
    Task<Recalled> RecallAsync(CancellationToken ct);
}

/// <summary>What the database remembers.</summary>
/// <param name="RecentIds">Packed ids, one block for each append.</param>
/// <param name="Waiting">Sets that wait for a version.</param>
internal sealed record Recalled(IReadOnlyList<ReadOnlyMemory<byte>> RecentIds, IReadOnlyList<WaitingSet> Waiting);
