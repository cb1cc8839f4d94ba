using System.Diagnostics;

namespace Governance.Domain.Audit;

/// <summary>What is known of the log's own integrity.</summary>
/// <param name="Damage">The damage that signing waits for; null while the log is sound.</param>
/// <param name="LastExport">The newest copy that left the house; null before the first.</param>
public sealed record LogKeeping(AuditEvent.LogDamaged? Damage, string? LastExport)
{
    /// <summary>A sound log that nobody has a copy of.</summary>
    public static LogKeeping Initial { get; } = new(null, null);

    /// <summary>The state after one more fact.</summary>
    public static LogKeeping Evolve(LogKeeping keeping, AuditEvent happened) => happened switch
    {
        AuditEvent.LogDamaged damaged => keeping with { Damage = damaged },
        AuditEvent.SigningResumed => keeping with { Damage = null },
        AuditEvent.Exported exported => keeping with { LastExport = exported.Export },
        AuditEvent.SegmentsRetired => keeping,
        _ => throw new UnreachableException($"Unknown fact {happened.GetType().Name}."),
    };
}
