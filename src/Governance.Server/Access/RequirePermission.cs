using Microsoft.AspNetCore.Authorization;

namespace Governance.Server.Access;

/// <summary>An endpoint's row in the permission table, as metadata that authorization reads.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class RequirePermissionAttribute(Permission permission)
    : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>What the caller must hold.</summary>
    public Permission Permission { get; } = permission;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>An endpoint that asks nobody who they are, and why that is right.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class AllowAnyoneAttribute(string reason) : Attribute, IAllowAnonymous
{
    /// <summary>One clause, read in review: what makes it safe.</summary>
    public string Reason { get; } = reason;
}

/// <summary>How an endpoint says who may call it. Every endpoint says one of the two.</summary>
public static class EndpointPermission
{
    /// <summary>Only callers whose roles hold <paramref name="permission"/>.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequirePermissionAttribute(permission));

    /// <summary>Anyone at all, for the stated <paramref name="reason"/>.</summary>
    public static TBuilder AllowAnyone<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AllowAnyoneAttribute(reason));
}
