namespace Governance.Domain.Oversight;

/// <summary>One of the two people who let a halted model serve again.</summary>
public sealed record Reenable(PersonId By, string Reason)
{
    /// <summary>
    /// The first asks, a different second lifts the order. Who ordered the halt may be one of the two.
    /// </summary>
    public Decision<HaltEvent> Decide(Halt halt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Status switch
        {
            HaltStatus.None => new HaltUnknown(),
            HaltStatus.Lifted => Decision.Nothing<HaltEvent>(),
            HaltStatus.Halted => Decision.Append<HaltEvent>(new HaltEvent.ReenableRequested(By, Reason, now)),
            HaltStatus.ReenableRequested when halt.Requester == By => new SamePersonReenables(),
            HaltStatus.ReenableRequested =>
                Decision.Append<HaltEvent>(new HaltEvent.ReenableApproved(By, Reason, now)),
            _ => throw new System.Diagnostics.UnreachableException($"Unknown status {halt.Status}."),
        };
    }
}
