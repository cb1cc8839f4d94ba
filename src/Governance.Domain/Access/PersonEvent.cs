namespace Governance.Domain.Access;

/// <summary>Facts about one person's account, by pseudonym: names and passwords are never facts.</summary>
public abstract record PersonEvent
{
    private PersonEvent()
    {
    }

    /// <summary>
    /// The account exists. Who made it counts later: nobody approves through an account of their own making.
    /// </summary>
    public sealed record PersonRegistered(PersonId Id, Actor By) : PersonEvent;

    /// <summary>The person answers for one thing more.</summary>
    public sealed record RoleGranted(Role Role, Actor By) : PersonEvent;

    /// <summary>The person answers for one thing less, from now on.</summary>
    public sealed record RoleRevoked(Role Role, Actor By) : PersonEvent;
}
