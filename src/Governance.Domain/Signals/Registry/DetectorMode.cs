namespace Governance.Domain.Signals.Registry;

/// <summary>What becomes of a detector's findings.</summary>
public enum DetectorMode
{
    /// <summary>It does not judge.</summary>
    Off,

    /// <summary>It judges and records; nothing opens an incident, wakes anybody or holds a rollout.</summary>
    Monitor,

    /// <summary>What it finds opens incidents.</summary>
    Active,
}
