using Governance.Server.Access.Accounts;
using Governance.Server.Access.Desk;
using Governance.Server.Access.Keys;
using Governance.Server.Access.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Governance.Server.Access;

/// <summary>Who calls, and may they: accounts, sessions, API keys, permissions.</summary>
public static class AccessSlice
{
    private const string ByWhatIsBrought = "by-what-is-brought";

    /// <summary>
    /// Adds accounts, keys and authorization. Session keys lie in the data folder, which nodes share.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<People>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<IPasswordHasher<PersonRow>, PasswordHasher<PersonRow>>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthentication(ByWhatIsBrought)
            .AddPolicyScheme(ByWhatIsBrought, null, options => options.ForwardDefaultSelector = http =>
                ApiKeyAuthentication.Brings(http.Request) ? ApiKeyAuthentication.SchemeName : SessionCookie.Scheme)
            .AddCookie(SessionCookie.Scheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        // Whoever forgets to say who may call an endpoint has closed it.
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddAntiforgery(options => options.Cookie.Name = "governance-form");
        services.AddDataProtection().SetApplicationName("governance").PersistKeysToFileSystem(
            new DirectoryInfo(Path.Combine(configuration["Data:Folder"] ?? "data", "session-keys")));
        return services;
    }

    /// <summary>Finds out who calls, after the endpoint is known and before it runs.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<FormGuard>();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps the door, one's own account and the access page.</summary>
    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        routes.MapLinks();
        routes.MapSignOut();
        routes.MapAccount();
        routes.MapAccessDesk();
        return routes;
    }
}
