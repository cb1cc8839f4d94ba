using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Governance.Postgres.Embedded;

/// <summary>
/// A private PostgreSQL on this machine: UTF8 and C.UTF-8, data checksums, fsync on, SCRAM, loopback on a free port.
/// It stops with this process, also when this process is killed.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    /// <summary>
    /// How often a start is tried anew when another process took the port, or an orphan still lets go.
    /// </summary>
    private const int StartAttempts = 5;

    private const string Database = "postgres";

    private static readonly TimeSpan s_polling = TimeSpan.FromMilliseconds(15);

    private readonly ClusterFolder _folder;
    private readonly ServerProcess _server;
    private readonly EmbeddedClusterOptions _options;
    private readonly TimeProvider _clock;

    private EmbeddedCluster(
        ClusterFolder folder, ServerProcess server, int port, EmbeddedClusterOptions options, TimeProvider clock)
    {
        (_folder, _server, _options, _clock) = (folder, server, options, clock);
        Port = port;
        ConnectionString = Connect(folder, port);
    }

    /// <summary>For <see cref="GovernanceDatabase.Open"/>; contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The loopback port.</summary>
    public int Port { get; }

    /// <summary>The postmaster.</summary>
    public int ProcessId => _server.Id;

    /// <summary>Completes with the exit code when the server ends, asked or not.</summary>
    public Task<int> Exited => _server.Exited;

    /// <summary>
    /// Makes the cluster if there is none, ends what an earlier server left, starts, and waits until it answers.
    /// </summary>
    /// <exception cref="ClusterException">No binaries, another major version, a folder in use, no start.</exception>
    public static async Task<EmbeddedCluster> StartAsync(
        EmbeddedClusterOptions options, TimeProvider clock, CancellationToken ct)
    {
        var binaries = options.Binaries ?? await PostgresBinaries.RequireAsync(ct);
        var folder = ClusterFolder.Lock(options.Folder);
        try
        {
            if (folder.Exists)
                folder.RequireMajor(binaries);
            else
                await folder.CreateAsync(binaries, ct);
            await Leftover.ClearAsync(folder, options.StopWithin, clock, ct);
            for (var attempt = 1; ; attempt++)
            {
                var (server, port) = await LaunchAsync(folder, binaries, options.Port);
                if (await AnswersAsync(server, Connect(folder, port), options, clock, ct))
                    return new EmbeddedCluster(folder, server, port, options, clock);
                if (attempt == StartAttempts)
                    throw new ClusterException($"PostgreSQL does not start on {folder.Data}; {folder.Log} says why.");
                await Task.Delay(s_polling * (1 << attempt), clock, ct);
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server in order and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(_options.StopWithin, _clock);
        _folder.Dispose();
    }

    private static async Task<(ServerProcess Server, int Port)> LaunchAsync(
        ClusterFolder folder, PostgresBinaries binaries, int wantedPort)
    {
        var port = wantedPort == 0 ? FreePort() : wantedPort;
        // One start's log is enough to read, and an endless one would fill the disk.
        if (File.Exists(folder.Log))
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
        var (program, arguments) = Unprivileged.WrapServer(binaries.Server,
        [
            "-D", folder.Data,
            "-c", $"port={port.ToString(CultureInfo.InvariantCulture)}",
            "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=",
            "-c", "fsync=on",
            "-c", "full_page_writes=on",
            "-c", "max_wal_size=2GB",
            "-c", "idle_in_transaction_session_timeout=60s",
            "-c", "log_line_prefix=%m [%p] ",
        ], folder.Log);
        return (await ServerProcess.StartAsync(program, arguments), port);
    }

    /// <summary>
    /// Only a real connection proves readiness: a pid file may be stale and says "ready" all the same.
    /// </summary>
    private static async Task<bool> AnswersAsync(
        ServerProcess server,
        string connectionString,
        EmbeddedClusterOptions options,
        TimeProvider clock,
        CancellationToken ct)
    {
        var quietSince = clock.GetTimestamp();
        try
        {
            while (!server.Exited.IsCompleted)
            {
                try
                {
                    await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
                    await connection.OpenAsync(ct);
                    return true;
                }
                catch (PostgresException recovering) when (recovering.SqlState == PostgresErrorCodes.CannotConnectNow)
                {
                    quietSince = clock.GetTimestamp();
                }
                catch (NpgsqlException) when (clock.GetElapsedTime(quietSince) < options.StartWithin)
                {
                    // Not listening yet.
                }

                await Task.Delay(s_polling, clock, ct);
            }

            return false;
        }
        catch
        {
            await server.StopAsync(options.StopWithin, clock);
            throw;
        }
    }

    private static string Connect(ClusterFolder folder, int port) => Connect(folder.ReadPassword(), port);

    internal static string Connect(string password, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = ClusterFolder.Role,
        Password = password,
        Database = Database,
        GssEncryptionMode = GssEncryptionMode.Disable,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
