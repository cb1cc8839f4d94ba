using Governance.Postgres.Embedded;

namespace Governance.Server.Shell;

/// <summary>The verb <c>serve</c>: runs the server until it is told to stop.</summary>
internal static class Serving
{
    /// <summary>The exit code when the server cannot start as asked; the reason stands on standard error.</summary>
    internal const int CannotStart = 2;

    /// <summary>Settings are read from appsettings, environment and <paramref name="args"/>.</summary>
    internal static async Task<int> RunAsync(string[] args, CancellationToken stop = default)
    {
        try
        {
            await using var server = await RunningServer.StartAsync(args, stop: stop);
            await server.WelcomeAsync(Console.Out, stop);
            await server.WaitAsync(stop);
            return 0;
        }
        catch (Exception failure) when (failure is ClusterException or CannotStartException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return CannotStart;
        }
    }
}
