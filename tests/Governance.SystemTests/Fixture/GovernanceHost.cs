using System.Net;
using Governance.Server.Shell;
using Microsoft.AspNetCore.Builder;

namespace Governance.SystemTests.Fixture;

/// <summary>
/// The whole server on a schema of its own and free ports, as <c>serve</c> starts it. Nothing is replaced.
/// </summary>
internal sealed class GovernanceHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _ownsDatabase;
    private readonly RunningServer _server;

    private GovernanceHost(TestDatabase database, bool ownsDatabase, string folder, RunningServer server)
    {
        (Database, _ownsDatabase, _folder, _server) = (database, ownsDatabase, folder, server);
        Web = new HttpClient { BaseAddress = server.Web };
        OtlpHttp = new HttpClient { BaseAddress = server.OtlpHttp };
        OtlpGrpc = new HttpClient
        {
            BaseAddress = server.OtlpGrpc,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    internal TestDatabase Database { get; }

    internal string Folder => _folder;

    internal RunningServer Server => _server;

    internal IServiceProvider Services => _server.Services;

    /// <summary>Speaks to pages, API, decisions and the log; nobody is signed in.</summary>
    internal HttpClient Web { get; }

    /// <summary>Speaks to intake.</summary>
    internal HttpClient OtlpHttp { get; }

    /// <summary>Speaks to intake's gRPC port, by HTTP/2 from the first byte.</summary>
    internal HttpClient OtlpGrpc { get; }

    /// <summary>Starts on a new schema, or on <paramref name="database"/> to play a restart.</summary>
    internal static async Task<GovernanceHost> StartAsync(
        IReadOnlyList<string>? settings = null,
        TestDatabase? database = null,
        string? folder = null,
        Action<WebApplicationBuilder>? adjust = null)
    {
        var used = database ?? await TestDatabase.CreateAsync();
        var home = folder ?? Path.Combine(Path.GetTempPath(), "governance-host-" + used.Schema);
        Directory.CreateDirectory(home);
        string[] args =
        [
            $"--{RunningServer.DatabaseKey}={used.ConnectionString}", $"--{RunningServer.SchemaKey}={used.Schema}",
            $"--{RunningServer.FolderKey}={home}", .. Doors.AnyPorts,
            "--Logging:LogLevel:Default=Warning", "--Fleet:WatchSeconds=3600",
            "--Completeness:EverySeconds=3600", .. settings ?? [],
        ];
        var server = await RunningServer.StartAsync(args, adjust, stop: TestContext.Current.CancellationToken);
        return new GovernanceHost(used, database is null, home, server);
    }

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        OtlpHttp.Dispose();
        OtlpGrpc.Dispose();
        await _server.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
