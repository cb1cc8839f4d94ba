using Governance.Server.Access;
using Governance.Server.Shell.Assets;
using Governance.Server.Shell.Errors;
using Governance.Server.Shell.Live;

namespace Governance.Server.Shell;

/// <summary>The frame that every page stands in: assets, preferences, errors, and how pages are rendered.</summary>
public static class ShellSlice
{
    /// <summary>Adds what pages need.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddSingleton(_ => new AssetCatalog());
        services.AddSingleton(provider => new Icons(provider.GetRequiredService<AssetCatalog>()));
        services.AddScoped<Viewer>();
        services.AddScoped<Flash>();
        services.AddErrors();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        services.AddHostedService<DatabaseWatch>();
        return services;
    }

    /// <summary>What stands in front of every endpoint: headers, HEAD as GET, errors.</summary>
    public static IApplicationBuilder UseShell(this IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HeadRequests>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }

    /// <summary>Maps assets, preferences, live hints, and the page for addresses that lead nowhere.</summary>
    public static IEndpointRouteBuilder MapShell(this IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        routes.MapPreferences();
        routes.MapLive();
        routes.MapGet("/", () => Results.Redirect("/incidents")).AllowAnyone("only points at the queue");
        routes.MapFallback("{*path}", (Nowhere nowhere, HttpContext http) => nowhere.Answer(http))
            .AllowAnyone("says only that nothing is there, or by which method")
            .OnlyThrough(Door.Web, Door.OtlpHttp);
        return routes;
    }
}
