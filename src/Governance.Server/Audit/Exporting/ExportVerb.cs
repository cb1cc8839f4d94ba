using Governance.Domain;
using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Server.Audit.Signing;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Npgsql;

namespace Governance.Server.Audit.Exporting;

/// <summary>
/// The verb <c>export</c>: writes the log into a folder, beside a running server or without one. Without one it starts
/// the private database and signs what was not yet signed.
/// </summary>
internal static class ExportVerb
{
    /// <summary>Exit code 0 written, 2 not possible as asked.</summary>
    public static async Task<int> RunAsync(
        string folder, string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            var configuration = WebApplication.CreateBuilder(args).Configuration;
            var home = configuration[RunningServer.FolderKey] ??= EmbeddedClusterOptions.DefaultFolder();
            var reachable = await ReachableAsync(configuration, home, stop);
            await using var own = reachable is null
                ? await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(home), TimeProvider.System, stop)
                : null;
            var exported = await ExportAsync(
                folder, reachable ?? own!.ConnectionString, configuration, alone: own is not null, stop);
            await output.WriteLineAsync($"{exported.Size} facts in {exported.Folder}, root {exported.Root}");
            await output.WriteLineAsync($"governance-verify log {exported.Folder}");
            return 0;
        }
        catch (Exception failure) when (failure is ClusterException or NpgsqlException or IOException
            or InvalidOperationException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(failure.Message);
            return Serving.CannotStart;
        }
    }

    /// <summary>The database that was named, or that of a server running on this data folder.</summary>
    private static async Task<string?> ReachableAsync(
        IConfiguration configuration, string home, CancellationToken stop)
    {
        if (configuration[RunningServer.DatabaseKey] is { Length: > 0 } given)
            return given;
        if (RunningCluster.ConnectionString(home) is not { } running)
            return null;
        try
        {
            await using var connection = new NpgsqlConnection(running + ";Pooling=false");
            await connection.OpenAsync(stop);
            return running;
        }
        catch (NpgsqlException)
        {
            // A mark that a killed server left: the cluster is started anew.
            return null;
        }
    }

    private static async Task<Exported> ExportAsync(
        string folder, string connectionString, IConfiguration configuration, bool alone, CancellationToken stop)
    {
        await using var database = GovernanceDatabase.Open(
            connectionString, configuration[RunningServer.SchemaKey] ?? GovernanceDatabase.DefaultSchema);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        services.AddMetrics();
        services.AddSingleton(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.AddPipeline(configuration);
        services.AddAudit(configuration);
        await using var provider = services.BuildServiceProvider();
        var keeper = alone ? provider.GetServices<IHostedService>().OfType<LogKeeper>().Single() : null;
        await (keeper?.StartAsync(stop) ?? Task.CompletedTask);
        try
        {
            return await provider.GetRequiredService<LogExport>()
                .WriteAsync(Path.GetFullPath(folder), Actor.Part("export"), stop);
        }
        finally
        {
            await (keeper?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        }
    }
}
