namespace Governance.Domain.Clocks;

/// <summary>Lets time say what it has brought: warnings, breaches, a classification that is overdue.</summary>
public sealed record PassTime
{
    /// <summary>
    /// Each warning once, of several that have passed the youngest; a breach once, and the duty stays. Who is early or
    /// late changes nothing else.
    /// </summary>
    public Decision<RegulatoryClockEvent> Decide(RegulatoryClocks clocks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        return Decision.Append<RegulatoryClockEvent>([.. clocks.PassedAt(now)]);
    }
}
