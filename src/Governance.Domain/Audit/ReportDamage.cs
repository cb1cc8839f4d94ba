namespace Governance.Domain.Audit;

/// <summary>The self-audit found a fact that is not what was signed.</summary>
public sealed record ReportDamage(long Position, string Code, string Detail, long SignedSize)
{
    /// <summary>One damage is reported once: while it stands, further findings add nothing.</summary>
    public Decision<AuditEvent> Decide(LogKeeping keeping) => keeping.Damage is not null
        ? Decision.Nothing<AuditEvent>()
        : Decision.Append<AuditEvent>(new AuditEvent.LogDamaged(Position, Code, Detail, SignedSize));
}
