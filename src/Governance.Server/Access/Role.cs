namespace Governance.Server.Access;

/// <summary>What a person answers for, or what kind of machine holds a key.</summary>
public enum Role
{
    /// <summary>Triages incidents, stops what is unsafe, vetoes.</summary>
    SafetyOfficer,

    /// <summary>Proposes and approves stages of a rollout.</summary>
    ReleaseManager,

    /// <summary>Reads everything, believes nothing, changes nothing but findings.</summary>
    Auditor,

    /// <summary>Keeps people, roles and keys. Has no say over models and no right to content.</summary>
    Administrator,

    /// <summary>Owns a deployed model: registers versions, proposes rollouts, handles its incidents.</summary>
    ModelOwner,

    /// <summary>A key in a deployed model: it may stream, nothing else.</summary>
    Model,

    /// <summary>A key in a gateway: it may ask what to serve and stream what it served.</summary>
    Gateway,
}
