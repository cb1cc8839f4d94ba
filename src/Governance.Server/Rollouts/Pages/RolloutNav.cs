using Governance.Server.Shell;

namespace Governance.Server.Rollouts.Pages;

/// <summary>The number beside "Rollouts": the open ones, from memory.</summary>
internal sealed class RolloutNav(RolloutBoard board) : INavCount
{
    public NavEntry Entry => NavEntry.Rollouts;

    public ValueTask<int?> CountAsync(CancellationToken stop) => new(board.Rows.Count(row => row.IsOpen));
}
