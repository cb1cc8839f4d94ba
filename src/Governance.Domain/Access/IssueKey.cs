namespace Governance.Domain.Access;

/// <summary>Gives a machine a key.</summary>
public sealed record IssueKey(Role Role, Actor By)
{
    /// <summary>A key carries a machine's role, never a person's: what people decide, people sign in for.</summary>
    public Decision<KeyEvent> Decide(Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Role.IsForPeople())
            return new RoleOfPeople(Role);
        return key.Role is null
            ? Decision.Append<KeyEvent>(new KeyEvent.KeyIssued(Role, By))
            : Decision.Nothing<KeyEvent>();
    }
}
