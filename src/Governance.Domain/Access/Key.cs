using System.Diagnostics;

namespace Governance.Domain.Access;

/// <summary>An API key, folded from its facts.</summary>
/// <param name="Role">What its holder may do; null before it is issued.</param>
/// <param name="Revoked">True once it opens nothing any more.</param>
public sealed record Key(Role? Role, bool Revoked)
{
    /// <summary>Not issued.</summary>
    public static Key Initial { get; } = new(null, false);

    /// <summary>The key after one more fact.</summary>
    public static Key Evolve(Key key, KeyEvent fact) => fact switch
    {
        KeyEvent.KeyIssued issued => key with { Role = issued.Role },
        KeyEvent.KeyRevoked => key with { Revoked = true },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
