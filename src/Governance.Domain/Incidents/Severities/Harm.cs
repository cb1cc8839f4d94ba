namespace Governance.Domain.Incidents.Severities;

/// <summary>How grave the harm is to whom it happens.</summary>
public enum Impact
{
    /// <summary>None yet: a near miss or a hazard.</summary>
    None = 1,

    /// <summary>Limited, and can be undone.</summary>
    Limited = 2,

    /// <summary>Significant, or a safeguard was passed.</summary>
    Significant = 3,

    /// <summary>Serious harm, rights, or exfiltration.</summary>
    Serious = 4,

    /// <summary>Death, or a catastrophe.</summary>
    Catastrophic = 5,
}

/// <summary>How many it reaches.</summary>
public enum Exposure
{
    /// <summary>One user, or a test.</summary>
    One = 1,

    /// <summary>A segment of users.</summary>
    Segment = 2,

    /// <summary>Many users.</summary>
    Many = 3,

    /// <summary>The public or its infrastructure, or it cannot be undone.</summary>
    Public = 4,
}

/// <summary>What is known of the harm. What is not known counts as the worst that it can be.</summary>
/// <param name="Impact">Null is "not known".</param>
/// <param name="Exposure">Null is "not known".</param>
public sealed record Harm(Impact? Impact, Exposure? Exposure)
{
    /// <summary>It goes on, and nothing contains it.</summary>
    public bool IsOngoing { get; init; }

    /// <summary>It happens to people who can protect themselves less than others.</summary>
    public bool HitsVulnerable { get; init; }

    /// <summary>The safeguard that should have stopped it failed.</summary>
    public bool SafeguardFailed { get; init; }

    /// <summary>Something shows that oversight was evaded.</summary>
    public bool ShowsEvasion { get; init; }

    /// <summary>How many of these make it worse than the matrix says.</summary>
    public int Escalators => (IsOngoing ? 1 : 0) + (HitsVulnerable ? 1 : 0) + (SafeguardFailed ? 1 : 0)
        + (ShowsEvasion ? 1 : 0);
}
