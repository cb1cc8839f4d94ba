using Governance.Domain.Incidents;

namespace Governance.Domain.Clocks;

/// <summary>Asks, while a report is owed, that an incident count as milder.</summary>
public sealed record AskToLower(Severity To, string Reason, Actor By)
{
    /// <summary>
    /// While a clock runs one officer asks and another one lowers; the clock runs on. Asking twice is refused with what
    /// is missing: somebody else.
    /// </summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
            return broken;
        return clocks.LoweringAsked is { } asked && asked.To == To && asked.By.Who == By.Who
            ? new LoweringNeedsAnother()
            : Decision.Append<RegulatoryClockEvent>(new RegulatoryClockEvent.LoweringAsked(To, Reason, By));
    }
}
