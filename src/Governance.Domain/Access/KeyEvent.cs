namespace Governance.Domain.Access;

/// <summary>Facts about one API key. The key itself is known to its holder only.</summary>
public abstract record KeyEvent
{
    private KeyEvent()
    {
    }

    /// <summary>A machine may call from now on.</summary>
    public sealed record KeyIssued(Role Role, Actor By) : KeyEvent;

    /// <summary>It may no longer.</summary>
    public sealed record KeyRevoked(Actor By) : KeyEvent;
}
