namespace Governance.Domain;

/// <summary>Severity of an incident or signal. A smaller number is worse, as in SEV1…SEV5.</summary>
public enum Severity
{
    /// <summary>Shown as critical.</summary>
    Sev1 = 1,

    /// <summary>Shown as high.</summary>
    Sev2 = 2,

    /// <summary>Shown as medium.</summary>
    Sev3 = 3,

    /// <summary>Shown as low.</summary>
    Sev4 = 4,

    /// <summary>Shown as info.</summary>
    Sev5 = 5,
}

/// <summary>Comparisons in words, because the worse severity has the smaller number.</summary>
public static class SeverityOrder
{
    /// <summary>True when <paramref name="severity"/> is worse than <paramref name="other"/>.</summary>
    public static bool IsWorseThan(this Severity severity, Severity other) => severity < other;

    /// <summary>The word people read: critical, high, medium, low, info.</summary>
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Sev1 => "critical",
        Severity.Sev2 => "high",
        Severity.Sev3 => "medium",
        Severity.Sev4 => "low",
        Severity.Sev5 => "info",
        _ => throw new System.Diagnostics.UnreachableException($"Unknown severity {severity}."),
    };
}
