namespace Governance.Domain.Audit;

/// <summary>Somebody has repaired what was damaged and lets the log be signed again.</summary>
/// <param name="StoreAgrees">Whether a sweep over the whole log found every fact as signed.</param>
public sealed record ResumeSigning(PersonId By, string Reason, bool StoreAgrees)
{
    /// <summary>Only a log that agrees with what was signed is signed on, and whoever resumes says why.</summary>
    public Decision<AuditEvent> Decide(LogKeeping keeping)
    {
        if (keeping.Damage is null)
            return Decision.Nothing<AuditEvent>();
        if (!StoreAgrees)
            return new StillDamaged(keeping.Damage.Position, keeping.Damage.Code);
        if (string.IsNullOrWhiteSpace(Reason))
            return new ReasonMissing();
        return Decision.Append<AuditEvent>(new AuditEvent.SigningResumed(By, Reason));
    }
}
