namespace Governance.Domain.Audit;

/// <summary>The store still differs from what was signed.</summary>
public sealed record StillDamaged(long Position, string DamageCode) : Refusal(
    "log_still_damaged", $"Position {Position} is still not what was signed ({DamageCode}); restore it first.");

/// <summary>Signing is resumed for a stated reason only.</summary>
public sealed record ReasonMissing() : Refusal("reason_missing", "Say what had happened before signing goes on.");
