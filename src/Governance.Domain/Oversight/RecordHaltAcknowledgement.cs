namespace Governance.Domain.Oversight;

/// <summary>A sender's own word that it has stopped. It is a statement, not the effect.</summary>
public sealed record RecordHaltAcknowledgement(string Instance, int? InFlight, DateTimeOffset StoppedAt)
{
    /// <summary>Once per sender, and only while the order is known.</summary>
    public Decision<HaltEvent> Decide(Halt halt)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Status is HaltStatus.None
            || halt.AcknowledgedBy.Contains(Instance)
            || halt.AcknowledgedBy.Count >= Halt.AcknowledgementsMax
            ? Decision.Nothing<HaltEvent>()
            : Decision.Append<HaltEvent>(new HaltEvent.HaltAcknowledged(Instance, InFlight, StoppedAt));
    }
}
