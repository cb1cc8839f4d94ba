using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Clocks;

/// <summary>What an incident's clocks leave undone when somebody wants to close it.</summary>
public static class ClockGaps
{
    /// <summary>Each running clock is one thing that is missing.</summary>
    public static IEnumerable<CloseGap> Of(RegulatoryClocks clocks)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        return clocks.Clocks.Where(clock => clock.IsRunning)
            .Select(clock => new CloseGap(CloseItem.Clocks, $"{clock.Started.Title}: {clock.Started.Duty}"));
    }
}
