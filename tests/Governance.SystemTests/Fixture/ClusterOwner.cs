using System.Diagnostics;
using Governance.Postgres.Embedded;

namespace Governance.SystemTests.Fixture;

/// <summary>A process of its own that holds a private cluster until it is killed.</summary>
internal sealed class ClusterOwner : IDisposable
{
    public const string Verb = "hold-cluster";

    /// <summary>What `serve` answers too when it cannot have its database.</summary>
    public const int Refused = 2;

    private readonly Process _process;

    private ClusterOwner(Process process) => _process = process;

    public string ConnectionString { get; private init; } = "";

    public int Postmaster { get; private init; }

    /// <summary>The child's side.</summary>
    public static async Task<int> HoldAsync(string folder)
    {
        try
        {
            await using var cluster = await EmbeddedCluster.StartAsync(
                new EmbeddedClusterOptions(folder), TimeProvider.System, CancellationToken.None);
            Console.WriteLine($"{cluster.ProcessId} {cluster.ConnectionString}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            return 0;
        }
        catch (ClusterException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Refused;
        }
    }

    /// <summary>Starts the child and waits until its cluster answers.</summary>
    public static async Task<ClusterOwner> StartAsync(string folder)
    {
        var process = Launch(folder, binaries: null);
        var ready = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (ready is null)
            Assert.Fail(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        var parts = ready.Split(' ', 2);
        return new ClusterOwner(process)
        {
            Postmaster = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            ConnectionString = parts[1],
        };
    }

    /// <summary>A child that is expected to give up.</summary>
    public static async Task<(int ExitCode, string Error)> FailAsync(string folder, string binaries)
    {
        using var process = Launch(folder, binaries);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    /// <summary>SIGKILL: no handler runs, nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static Process Launch(string folder, string? binaries)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(ClusterOwner).Assembly.Location, Verb, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (binaries is not null)
            start.Environment[PostgresBinaries.Variable] = binaries;
        return Process.Start(start)!;
    }
}
