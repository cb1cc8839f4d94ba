namespace Governance.Domain.Access;

/// <summary>Lets a person answer for one thing more.</summary>
public sealed record GrantRole(Role Role, Actor By)
{
    /// <summary>A role is given by somebody else, and only a role that people can hold.</summary>
    public Decision<PersonEvent> Decide(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Id is not { } id)
            return new PersonUnknown();
        if (!Role.IsForPeople())
            return new RoleOfMachines(Role);
        if (By == Actor.Person(id))
            return new OwnRole();
        return person.Roles.Contains(Role)
            ? Decision.Nothing<PersonEvent>()
            : Decision.Append<PersonEvent>(new PersonEvent.RoleGranted(Role, By));
    }
}
