using System.Diagnostics;

namespace Governance.Domain.Incidents.Responders;

/// <summary>What somebody does in one incident.</summary>
public enum IncidentRole
{
    /// <summary>Decides. Exactly one at a time.</summary>
    Commander,

    /// <summary>Stands in for the commander.</summary>
    Deputy,

    /// <summary>Writes down what happens.</summary>
    Scribe,

    /// <summary>Finds out what is wrong.</summary>
    Investigator,

    /// <summary>Speaks with the rest of the house.</summary>
    InternalLiaison,

    /// <summary>Speaks with authorities.</summary>
    RegulatorLiaison,

    /// <summary>Answers for the model.</summary>
    ModelOwner,
}

/// <summary>Somebody in a role.</summary>
public sealed record RoleHeld(IncidentRole Role, PersonId Person);

/// <summary>Which roles go together.</summary>
public static class IncidentRoles
{
    /// <summary>More people in roles than this are a crowd, not a response.</summary>
    public const int HeldMax = 32;

    /// <summary>
    /// Whether one person may hold both: in a grave incident whoever commands neither investigates nor writes
    /// (PagerDuty response guide: no other role at the same time as commander).
    /// </summary>
    public static bool GoTogether(Severity severity, IncidentRole one, IncidentRole other) =>
        severity > Severity.Sev2 || !(IsPair(one, other) || IsPair(other, one));

    /// <summary>The word people read.</summary>
    public static string Word(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => "commander",
        IncidentRole.Deputy => "deputy",
        IncidentRole.Scribe => "scribe",
        IncidentRole.Investigator => "investigator",
        IncidentRole.InternalLiaison => "internal liaison",
        IncidentRole.RegulatorLiaison => "liaison to authorities",
        IncidentRole.ModelOwner => "model owner",
        _ => throw new UnreachableException($"Unknown role {role}."),
    };

    private static bool IsPair(IncidentRole one, IncidentRole other) =>
        one is IncidentRole.Commander && other is IncidentRole.Investigator or IncidentRole.Scribe;
}
