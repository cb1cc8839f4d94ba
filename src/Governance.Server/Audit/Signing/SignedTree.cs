using Governance.Transparency.Merkle;

namespace Governance.Server.Audit.Signing;

/// <summary>A tree that this log has signed: what nobody may contradict any more.</summary>
/// <param name="Size">Facts covered.</param>
/// <param name="Note">The signed checkpoint as published.</param>
/// <param name="At">When it was signed, by the database's clock.</param>
public sealed record SignedTree(long Size, TreeHash Root, string Note, DateTimeOffset At);

/// <summary>Why nothing is signed any more.</summary>
/// <param name="Position">The first fact that is not what was signed.</param>
/// <param name="Code">The verifier's word for it.</param>
public sealed record LogDamage(long Position, string Code, string Detail);

/// <summary>The store contradicts the signed tree.</summary>
internal sealed class LogDamagedException(LogDamage damage) : Exception($"{damage.Code} {damage.Detail}")
{
    public LogDamage Damage { get; } = damage;
}
