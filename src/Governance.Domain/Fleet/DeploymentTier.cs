namespace Governance.Domain.Fleet;

/// <summary>Whom a deployment reaches and what it can do to them. The further down, the more.</summary>
public enum DeploymentTier
{
    /// <summary>Only those who build it.</summary>
    Experimental,

    /// <summary>People of the organisation.</summary>
    Internal,

    /// <summary>People outside the organisation.</summary>
    External,

    /// <summary>Its mistakes harm people or cannot be undone.</summary>
    Critical,
}
