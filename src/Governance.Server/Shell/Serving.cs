namespace Governance.Server.Shell;

/// <summary>Builds the one server process from its slices and runs it.</summary>
internal static class Serving
{
    /// <summary>
    /// Runs until stopped. Settings are read from appsettings, environment and <paramref name="args"/>.
    /// </summary>
    internal static async Task<int> RunAsync(string[] args, CancellationToken stop = default)
    {
        var builder = WebApplication.CreateBuilder(args);
        var app = Build(builder);
        await app.RunAsync(stop);
        return 0;
    }

    /// <summary>Composes every slice; a test host comes through here as well.</summary>
    internal static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddSlices();
        var app = builder.Build();
        app.MapSlices();
        return app;
    }
}
