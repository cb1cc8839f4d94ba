using System.Collections.Immutable;

namespace Governance.Domain.Access;

/// <summary>Makes an account with its first roles.</summary>
public sealed record RegisterPerson(PersonId Id, ImmutableSortedSet<Role> Roles, Actor By)
{
    /// <summary>An account is made once, and only with roles that people can hold.</summary>
    public Decision<PersonEvent> Decide(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Id is not null)
            return Decision.Nothing<PersonEvent>();
        foreach (var role in Roles)
        {
            if (!role.IsForPeople())
                return new RoleOfMachines(role);
        }
        return Decision.Append<PersonEvent>(
            [new PersonEvent.PersonRegistered(Id, By), .. Roles.Select(role => new PersonEvent.RoleGranted(role, By))]);
    }
}
