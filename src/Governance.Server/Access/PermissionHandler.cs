using Microsoft.AspNetCore.Authorization;

namespace Governance.Server.Access;

/// <summary>Judges a caller's roles against the endpoint's permission.</summary>
internal sealed class PermissionHandler : AuthorizationHandler<RequirePermissionAttribute>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, RequirePermissionAttribute requirement)
    {
        if (context.User.May(requirement.Permission))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
