using System.Net.Sockets;
using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Intake;
using Governance.Server.Operations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace Governance.Server.Shell;

/// <summary>
/// The one server process, running: its database (private, unless one is given), its ports, its slices. The verbs,
/// the demonstration and the tests all start it here.
/// </summary>
internal sealed class RunningServer : IAsyncDisposable
{
    internal const string DatabaseKey = "ConnectionStrings:Governance";
    internal const string SchemaKey = "Database:Schema";
    internal const string FolderKey = "Data:Folder";

    private readonly EmbeddedCluster? _cluster;
    private readonly NpgsqlDataSource _database;
    private readonly WebApplication _app;

    private RunningServer(EmbeddedCluster? cluster, NpgsqlDataSource database, WebApplication app)
    {
        (_cluster, _database, _app) = (cluster, database, app);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address))
            .ToList();
        (Web, OtlpHttp, OtlpGrpc) = (addresses[0], addresses[1], addresses[2]);
    }

    /// <summary>Pages, API, decisions, <c>/log</c>, <c>/metrics</c>.</summary>
    internal Uri Web { get; }

    /// <summary>OTLP over HTTP.</summary>
    internal Uri OtlpHttp { get; }

    /// <summary>OTLP over gRPC.</summary>
    internal Uri OtlpGrpc { get; }

    internal IServiceProvider Services => _app.Services;

    /// <summary>
    /// The database this server uses, with its password: for a superuser's hands in tests and demonstration.
    /// </summary>
    internal string ConnectionString => _cluster?.ConnectionString ?? _database.ConnectionString;

    /// <summary>Starts everything; returns when requests are answered.</summary>
    /// <param name="args">Settings, as on the command line.</param>
    /// <param name="adjust">Changes settings and clock before the slices read them.</param>
    /// <param name="replace">Takes parts away or puts others in their place, after the slices are added.</param>
    /// <param name="stop">Gives the start up.</param>
    /// <exception cref="ClusterException">The private database cannot be had as asked.</exception>
    /// <exception cref="CannotStartException">A port is busy, or the given database does not answer.</exception>
    internal static async Task<RunningServer> StartAsync(
        string[] args,
        Action<WebApplicationBuilder>? adjust = null,
        Action<IServiceCollection>? replace = null,
        CancellationToken stop = default)
    {
        // Settings and runbooks lie beside the program, whatever folder it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        adjust?.Invoke(builder);
        var folder = builder.Configuration[FolderKey] ??= EmbeddedClusterOptions.DefaultFolder();
        EmbeddedCluster? cluster = null;
        NpgsqlDataSource? database = null;
        try
        {
            var given = builder.Configuration[DatabaseKey];
            cluster = string.IsNullOrEmpty(given)
                ? await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), TimeProvider.System, stop)
                : null;
            database = await OpenAsync(cluster?.ConnectionString ?? given!, builder.Configuration, stop);
            var app = Compose(builder, database, replace);
            await ListenAsync(app, stop);
            return new RunningServer(cluster, database, app);
        }
        catch
        {
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Says where everything is and how to come in the first time.</summary>
    internal async Task WelcomeAsync(TextWriter output, CancellationToken stop)
    {
        await output.WriteLineAsync($"Governance  {Web}   OTLP/HTTP {OtlpHttp}   OTLP/gRPC {OtlpGrpc}");
        if (await Services.GetRequiredService<FirstStart>().LinkAsync(stop) is { } link)
            await output.WriteLineAsync($"First start: sign in once, within a day, at {new Uri(Web, link)}");
    }

    /// <summary>Until it is told to stop.</summary>
    /// <exception cref="ClusterException">
    /// The private PostgreSQL has ended: whoever supervises this process starts both again, and nothing acknowledged is
    /// lost.
    /// </exception>
    internal async Task WaitAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var shutdown = _app.WaitForShutdownAsync(ended.Token);
        if (_cluster is null || await Task.WhenAny(shutdown, _cluster.Exited) == shutdown)
        {
            await shutdown;
            return;
        }

        await ended.CancelAsync();
        await shutdown;
        throw new ClusterException(
            $"The private PostgreSQL has ended (exit code {await _cluster.Exited}); its log is beside its data. Start"
            + " the server again: it recovers, and nothing acknowledged is lost.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<NpgsqlDataSource> OpenAsync(
        string connectionString, IConfiguration configuration, CancellationToken stop)
    {
        var database = GovernanceDatabase.Open(
            connectionString, configuration[SchemaKey] ?? GovernanceDatabase.DefaultSchema);
        try
        {
            await TransactionPooler.RefuseAsync(connectionString, GovernanceDatabase.SchemaOf(database), stop);
            await Migrations.ApplyAsync(database, stop);
            return database;
        }
        catch (TransactionPoolerException failure)
        {
            await database.DisposeAsync();
            throw new CannotStartException(failure.Message, failure);
        }
        catch (NpgsqlException failure)
        {
            await database.DisposeAsync();
            throw new CannotStartException(
                $"The database does not answer: {failure.Message}. Check --database or {DatabaseKey}.", failure);
        }
    }

    private static WebApplication Compose(
        WebApplicationBuilder builder, NpgsqlDataSource database, Action<IServiceCollection>? replace)
    {
        builder.Services.AddSingleton(database);
        TelemetryOut.AddLogs(builder.Logging, builder.Configuration);
        builder.OpenDoors();
        builder.AddSlices();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseShell();
        app.UseRouting();
        app.UseIntake();
        app.KeepDoors();
        app.UseAccess();
        app.MapSlices();
        return app;
    }

    private static async Task ListenAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException
            || failure.GetBaseException() is SocketException)
        {
            await app.DisposeAsync();
            throw new CannotStartException(
                $"{failure.Message} Choose other ports with --{Doors.WebKey}=N, --{Doors.OtlpHttpKey}=N and"
                + $" --{Doors.OtlpGrpcKey}=N; 0 takes a free one.",
                failure);
        }
    }
}
