using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.EndToEnd;

/// <summary>The server as a process of its own, so that it can be killed as a process is killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string[] _arguments;
    private Process? _process;

    private ServerProcess(int web, int otlp, int grpc, string[] arguments) =>
        (Web, Otlp, OtlpGrpc, _arguments) = (AtPort(web), AtPort(otlp), AtPort(grpc), arguments);

    internal Uri Web { get; }

    internal Uri Otlp { get; }

    internal Uri OtlpGrpc { get; }

    internal static ServerProcess On(TestDatabase database, string folder, params string[] settings)
    {
        var (web, otlp, grpc) = (FreePort(), FreePort(), FreePort());
        return new ServerProcess(web, otlp, grpc,
        [
            Path.Combine(AppContext.BaseDirectory, "Governance.Server.dll"),
            $"--{RunningServer.DatabaseKey}={database.ConnectionString}",
            $"--{RunningServer.SchemaKey}={database.Schema}", $"--{RunningServer.FolderKey}={folder}",
            $"--{Doors.WebKey}={web}", $"--{Doors.OtlpHttpKey}={otlp}", $"--{Doors.OtlpGrpcKey}={grpc}",
            "--Logging:LogLevel:Default=Warning", .. settings,
        ]);
    }

    /// <summary>Starts, or starts again on the same ports; returns when it answers.</summary>
    internal async Task StartAsync(CancellationToken stop)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", _arguments))!;
        using var http = new HttpClient();
        await Eventually.IsTrueAsync("the server answers", async () =>
        {
            try
            {
                return (await http.GetAsync(new Uri(Web, "/metrics"), stop)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    internal async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGSTOP or SIGCONT: the process stands still, and its connections stay open.</summary>
    internal async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private static Uri AtPort(int port) => new($"http://127.0.0.1:{port}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
