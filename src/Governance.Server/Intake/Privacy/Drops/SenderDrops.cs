using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>What was not kept of one sender in one request.</summary>
/// <param name="Sender">Whose it was.</param>
/// <param name="Counts">By <see cref="DropReason"/>.</param>
/// <param name="Names">Names that no table lists, in their shape, with how often each came.</param>
internal sealed record SenderDrops(
    Sender Sender, IReadOnlyList<long> Counts, IReadOnlyList<KeyValuePair<string, int>> Names);
