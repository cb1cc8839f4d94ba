using Governance.Server.Shell;

namespace Governance.Server.Clocks.Wall;

/// <summary>Tells every page that a report to an authority is overdue.</summary>
internal sealed class OverdueWarning(ClockWall wall) : IStandingWarning
{
    public NavEntry Entry => NavEntry.Clocks;

    public Warning? Current => wall.Overdue is { Count: > 0 } overdue
        ? new Warning(
            overdue.Count == 1 ? "A report to an authority is overdue." : $"{overdue.Count} reports are overdue.",
            ClockStreams.Wall,
            "See the clocks")
        : null;
}
