using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Accounts;

namespace Governance.Server.Access.Sessions;

/// <summary>What a person's own account page shows.</summary>
public sealed record AccountView(PersonRow Person)
{
    internal string Name => Person.Name;

    internal string SignInName => Person.SignInName;

    internal string Roles => string.Join(", ", Person.Roles.Select(role => role.Word()));

    internal string Pseudonym => Actor.Person(Person.Id).Id;

    internal bool HasPassword => Person.PasswordHash is not null;

    internal int LengthMin => Passwords.LengthMin;

    internal int LengthMax => Passwords.LengthMax;
}
