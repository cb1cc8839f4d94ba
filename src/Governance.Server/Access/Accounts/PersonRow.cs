using System.Data.Common;
using Governance.Domain;
using Governance.Domain.Access;

namespace Governance.Server.Access.Accounts;

/// <summary>A person as this installation knows them, beside the facts.</summary>
/// <param name="Id">The pseudonym in the log.</param>
/// <param name="SignInName">What is typed to sign in, lower case.</param>
/// <param name="Name">What colleagues see.</param>
/// <param name="PasswordHash">Null until the person has set a password; a link is the only way in then.</param>
/// <param name="Stamp">Changes with password and roles: sessions of an older stamp end.</param>
/// <param name="LockedUntil">After too many wrong passwords.</param>
public sealed record PersonRow(
    PersonId Id,
    string SignInName,
    string Name,
    IReadOnlyList<Role> Roles,
    string? PasswordHash,
    string Stamp,
    int FailedAttempts,
    DateTimeOffset? LockedUntil)
{
    internal static PersonRow Read(DbDataReader row) => new(
        new PersonId(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        [.. row.GetFieldValue<string[]>(3).Select(Enum.Parse<Role>)],
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetString(5),
        row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7));
}
