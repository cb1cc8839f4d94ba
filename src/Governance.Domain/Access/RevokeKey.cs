namespace Governance.Domain.Access;

/// <summary>Makes a key open nothing any more.</summary>
public sealed record RevokeKey(Actor By)
{
    /// <summary>Only what was issued is revoked, and once.</summary>
    public Decision<KeyEvent> Decide(Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Role is null)
            return new KeyUnknown();
        return key.Revoked
            ? Decision.Nothing<KeyEvent>()
            : Decision.Append<KeyEvent>(new KeyEvent.KeyRevoked(By));
    }
}
