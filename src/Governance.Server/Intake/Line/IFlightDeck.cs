using Governance.Server.Intake.Seen;

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
    /// Tells <paramref name="seen"/> what lately reached the log from any node and was not told before; returns what
    /// waits for a version.
    /// </summary>
    Task<IReadOnlyList<WaitingSet>> RecallAsync(SeenIds seen, CancellationToken ct);
}
