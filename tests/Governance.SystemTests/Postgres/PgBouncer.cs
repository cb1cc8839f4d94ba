using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Postgres;

/// <summary>
/// Debian's PgBouncer before the test's server; a test that wants it is skipped where it is not installed.
/// </summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Binary = "/usr/sbin/pgbouncer";

    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString) =>
        (_process, _folder, ConnectionString) = (process, folder, connectionString);

    /// <summary>The same database through the pool.</summary>
    public string ConnectionString { get; }

    /// <param name="mode">session or transaction.</param>
    /// <param name="searchPath">What the pool sets on its servers, where clients may name a schema and are not heard;
    /// null refuses clients that name one, as PgBouncer does by itself.</param>
    /// <param name="poolSize">Servers of the pool.</param>
    public static async Task<PgBouncer> StartAsync(string mode, string? searchPath, int poolSize = 5)
    {
        Assert.SkipUnless(File.Exists(Binary), $"{Binary} is not there: apt-get install pgbouncer.");
        var port = FreePort();
        var folder = Directory.CreateDirectory(
            Path.Combine(Path.GetTempPath(), $"governance-pgbouncer-{Environment.ProcessId}-{port}")).FullName;
        var server = new NpgsqlConnectionStringBuilder(await TestCluster.ConnectionStringAsync());
        var connect = searchPath is null ? "" : $" connect_query='set search_path to {searchPath}'";
        var login = $"user={server.Username}" + (server.Password is { Length: > 0 } word ? $" password={word}" : "");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "pool.ini"),
            $"""
            [databases]
            {server.Database} = host={server.Host} port={server.Port} {login}{connect}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = {poolSize}
            ignore_startup_parameters = extra_float_digits{(searchPath is null ? "" : ",search_path")}
            """,
            TestContext.Current.CancellationToken);
        string[] run = [Binary, "-q", Path.Combine(folder, "pool.ini")];
        // It refuses to run as root.
        var process = Environment.IsPrivilegedProcess
            ? Process.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. run])
            : Process.Start(run[0], run[1..]);
        await Eventually.IsTrueAsync("PgBouncer listens", () => AnswersAsync(port));
        server = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = port };
        return new PgBouncer(process, folder, server.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
