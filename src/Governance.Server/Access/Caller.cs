using System.Security.Claims;
using Governance.Domain;
using Governance.Domain.Access;

namespace Governance.Server.Access;

/// <summary>What a signed-in caller is and may.</summary>
public static class Caller
{
    /// <summary>The claim with the person's or key's opaque id.</summary>
    internal const string IdClaim = ClaimTypes.NameIdentifier;

    private const string PersonPrefix = "person-";

    /// <summary>The roles of the session or key.</summary>
    public static IEnumerable<Role> Roles(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.FindAll(ClaimTypes.Role)
            .Select(claim => Enum.TryParse<Role>(claim.Value, out var role) ? role : (Role?)null)
            .OfType<Role>();
    }

    /// <summary>True when one of the caller's roles holds <paramref name="permission"/>.</summary>
    public static bool May(this ClaimsPrincipal caller, Permission permission) =>
        caller.Roles().Any(role => role.Allows(permission));

    /// <summary>
    /// Who acts, for the log: <c>person-…</c> from the session or <c>key-…</c> from the API key, never from the body.
    /// Only after authorization; throws when nobody is signed in.
    /// </summary>
    public static Actor Actor(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var id = caller.FindFirst(IdClaim)?.Value;
        return new(id ?? throw new InvalidOperationException("An act reached the domain without an actor."));
    }

    /// <summary>The signed-in person, or null when a key calls or nobody does.</summary>
    public static PersonId? PersonId(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var id = caller.FindFirst(IdClaim)?.Value;
        return id?.StartsWith(PersonPrefix, StringComparison.Ordinal) == true
            ? new PersonId(id[PersonPrefix.Length..])
            : null;
    }
}
