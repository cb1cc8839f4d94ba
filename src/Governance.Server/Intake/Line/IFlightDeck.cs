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
    /// Tells what lately reached the log from any node and was not told before; returns what waits for a version.
    /// </summary>
    /// <param name="seen">
    /// Learns up to when which deployment's ids are forgotten, and says which it needs no more.
    /// </param>
    /// <param name="learn">Is told what others stored.</param>
    /// <param name="ct">Gives up; what was told by then holds.</param>
    Task<IReadOnlyList<WaitingSet>> RecallAsync(SeenIds seen, Action<SeenBlock> learn, CancellationToken ct);
}
