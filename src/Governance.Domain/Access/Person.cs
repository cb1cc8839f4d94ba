using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Access;

/// <summary>A person's account, folded from its facts.</summary>
/// <param name="Id">Null before the person is registered.</param>
/// <param name="RegisteredBy">Who made the account.</param>
/// <param name="Roles">What the person answers for now, each role once, by its number.</param>
public sealed record Person(PersonId? Id, Actor? RegisteredBy, ImmutableSortedSet<Role> Roles)
{
    /// <summary>Nobody yet.</summary>
    public static Person Initial { get; } = new(null, null, []);

    /// <summary>The account after one more fact.</summary>
    public static Person Evolve(Person person, PersonEvent fact) => fact switch
    {
        PersonEvent.PersonRegistered registered => person with { Id = registered.Id, RegisteredBy = registered.By },
        PersonEvent.RoleGranted granted => person with { Roles = person.Roles.Add(granted.Role) },
        PersonEvent.RoleRevoked revoked => person with { Roles = person.Roles.Remove(revoked.Role) },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };
}
