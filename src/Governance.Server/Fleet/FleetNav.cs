using Governance.Domain.Fleet;
using Governance.Server.Fleet.Board;
using Governance.Server.Shell;

namespace Governance.Server.Fleet;

/// <summary>The number beside "Models": deployments that stream and that nobody answers for.</summary>
internal sealed class FleetNav(FleetBoard board, TimeProvider clock) : INavCount
{
    public NavEntry Entry => NavEntry.Models;

    public ValueTask<int?> CountAsync(CancellationToken stop) =>
        new(board.RowsAt(clock.GetUtcNow()).Count(row => row.Status is DeploymentStatus.Unregistered));
}
