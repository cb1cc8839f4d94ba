using System.Security.Claims;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Governance.SystemTests.Access;

/// <summary>
/// Shell, pipeline and access as the server composes them, with one endpoint of each kind behind them.
/// </summary>
internal sealed class ProbedHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private ProbedHost(WebApplication app, TestDatabase database, DirectoryInfo folder)
    {
        (_app, Database, _folder) = (app, database, folder);
        Address = new Uri(app.Urls.Single());
        Web = new HttpClient { BaseAddress = Address };
    }

    internal TestDatabase Database { get; }

    internal IServiceProvider Services => _app.Services;

    internal Uri Address { get; }

    internal HttpClient Web { get; }

    internal static async Task<ProbedHost> StartAsync()
    {
        var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("governance-access-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Data:Folder"] = folder.FullName;
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddShell().AddPipeline(builder.Configuration).AddAccess(builder.Configuration);
        var app = builder.Build();
        app.UseShell();
        app.UseRouting();
        app.UseAccess();
        app.MapShell();
        app.MapAccess();
        app.MapGet("/probe/read", (ClaimsPrincipal who) => who.Actor().Id).RequirePermission(Permission.Read);
        app.MapPost("/probe/halt", (ClaimsPrincipal who) => who.Actor().Id).RequirePermission(Permission.Halt);
        app.MapPost("/probe/decide", (ClaimsPrincipal who) => who.Actor().Id).RequirePermission(Permission.AskDecision);
        app.MapGet("/probe/forgotten", () => "open to the world");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ProbedHost(app, database, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
