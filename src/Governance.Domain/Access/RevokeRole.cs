namespace Governance.Domain.Access;

/// <summary>Takes a role from a person.</summary>
public sealed record RevokeRole(Role Role, Actor By)
{
    /// <summary>
    /// A role is taken by somebody else: an administrator cannot leave the house without one by mistake.
    /// </summary>
    public Decision<PersonEvent> Decide(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Id is not { } id)
            return new PersonUnknown();
        if (By == Actor.Person(id))
            return new OwnRole();
        return person.Roles.Contains(Role)
            ? Decision.Append<PersonEvent>(new PersonEvent.RoleRevoked(Role, By))
            : Decision.Nothing<PersonEvent>();
    }
}
