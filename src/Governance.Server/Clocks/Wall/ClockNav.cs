using Governance.Server.Shell;

namespace Governance.Server.Clocks.Wall;

/// <summary>The number beside "Clocks": reports that are owed, from memory.</summary>
internal sealed class ClockNav(ClockWall wall) : INavCount
{
    public NavEntry Entry => NavEntry.Clocks;

    public ValueTask<int?> CountAsync(CancellationToken stop) =>
        new(wall.List().Count is var count and > 0 ? count : null);
}
