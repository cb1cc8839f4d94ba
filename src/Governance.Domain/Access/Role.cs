namespace Governance.Domain.Access;

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

/// <summary>What a role is called, and who can hold it.</summary>
public static class Roles
{
    /// <summary>True for roles of people; the others are carried by API keys.</summary>
    public static bool IsForPeople(this Role role) => role is not (Role.Model or Role.Gateway);

    /// <summary>The word people read: safety officer, release manager, …</summary>
    public static string Word(this Role role) => role switch
    {
        Role.SafetyOfficer => "safety officer",
        Role.ReleaseManager => "release manager",
        Role.Auditor => "auditor",
        Role.Administrator => "administrator",
        Role.ModelOwner => "model owner",
        Role.Model => "model",
        Role.Gateway => "gateway",
        _ => throw new System.Diagnostics.UnreachableException($"Unknown role {role}."),
    };
}
