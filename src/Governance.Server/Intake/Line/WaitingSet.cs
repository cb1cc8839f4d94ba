using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Line;

/// <summary>Acknowledged observations, kept in one row, whose version only their trace can tell.</summary>
/// <param name="Id">The row.</param>
/// <param name="Deadline">When they are stored without a version, 30 s after they came.</param>
/// <param name="Items">What waits.</param>
internal sealed record WaitingSet(Guid Id, DateTimeOffset Deadline, IReadOnlyList<Received> Items);

/// <summary>
/// Something of a set is ready, or another node has stored it; the rest, if any, waits on under a new row with the same
/// deadline.
/// </summary>
internal sealed record WaitingRelease(WaitingSet Set, IReadOnlyList<Received> Ready, WaitingSet? Rest);
