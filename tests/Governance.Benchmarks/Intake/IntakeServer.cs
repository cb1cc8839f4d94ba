using Governance.Server.Intake.Line;
using Governance.Server.Intake.Seen;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;
using Governance.Server.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Governance.Benchmarks.Intake;

/// <summary>What of the server runs beside its intake.</summary>
internal enum Beside
{
    /// <summary>Everything: detection, projections, the signed log.</summary>
    Everything,

    /// <summary>No reaction and no projection: intake and the log alone.</summary>
    Nothing,

    /// <summary>Nothing is stored either: requests are read, decoded and mapped, and acknowledged.</summary>
    NoStore,
}

/// <summary>The whole server over a database of its own, listening on free loopback ports.</summary>
internal sealed class IntakeServer : IAsyncDisposable
{
    private readonly BenchmarkDatabase _database;
    private readonly RunningServer _server;
    private readonly long _sizeBefore;

    private IntakeServer(BenchmarkDatabase database, RunningServer server, long sizeBefore) =>
        (_database, _server, _sizeBefore) = (database, server, sizeBefore);

    /// <summary>Where OTLP over HTTP is taken.</summary>
    public Uri OtlpHttp => _server.OtlpHttp;

    /// <summary>Where pages and the API are.</summary>
    public Uri Web => _server.Web;

    public static async Task<IntakeServer> StartAsync(
        Beside beside, CancellationToken ct, IReadOnlyList<string>? settings = null)
    {
        var database = await BenchmarkDatabase.StartAsync(ct);
        var folder = BenchmarkDatabase.TemporaryFolder();
        Directory.CreateDirectory(folder);
        var server = await RunningServer.StartAsync(
            [
                $"--{RunningServer.DatabaseKey}={database.ConnectionString}", $"--{RunningServer.FolderKey}={folder}",
                .. Doors.AnyPorts, "--Logging:LogLevel:Default=Warning", .. settings ?? [],
            ],
            replace: services => TakeAway(services, beside),
            stop: ct);
        await using var size = database.DataSource.CreateCommand("select pg_database_size(current_database())");
        return new IntakeServer(database, server, (long)(await size.ExecuteScalarAsync(ct))!);
    }

    /// <summary>Observations in the database, and the bytes by which it grew, indexes and all.</summary>
    public async Task<(long Observations, long Bytes)> StoredAsync(CancellationToken ct)
    {
        await using var command = _database.DataSource.CreateCommand(
            "select coalesce(sum(count), 0), pg_database_size(current_database()) from es_segment");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1) - _sizeBefore);
    }

    /// <summary>
    /// Milliseconds from the recording of the segment that an alarm was found in to the alarm's own, ascending.
    /// </summary>
    public async Task<IReadOnlyList<double>> SignalLagsAsync(CancellationToken ct)
    {
        await using var command = _database.DataSource.CreateCommand(
            """
            select extract(epoch from found.timestamp - segment.timestamp)::float8 * 1000
            from mt_events found
            join mt_events segment on segment.seq_id = (found.data -> 'evidence' -> 'source' ->> 'position')::bigint
            where found.type in ('signal_group.signal_raised', 'signal_group.signal_repeated')
              and segment.type = 'behaviour.segment_recorded'
              and found.data -> 'evidence' ->> 'condition' is null
            order by 1
            """);
        var lags = new List<double>(); // Bounded by the length of the run.
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            lags.Add(reader.GetDouble(0));
        return lags;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static void TakeAway(IServiceCollection services, Beside beside)
    {
        if (beside is Beside.Everything)
            return;
        services.RemoveAll<IReaction>();
        foreach (var host in services.Where(IsFollower).ToList())
            services.Remove(host);
        if (beside is Beside.NoStore)
            services.Replace(ServiceDescriptor.Singleton<IFlightDeck, NoDeck>());
    }

    private static bool IsFollower(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType == typeof(ProjectionHost) || service.ImplementationType == typeof(DutyRoster));

    /// <summary>Lets every flight land at once.</summary>
    private sealed class NoDeck : IFlightDeck
    {
        public Task<FlightEnd> StoreAsync(Flight flight, CancellationToken ct) => Task.FromResult(FlightEnd.Stored);

        public Task<IReadOnlyList<WaitingSet>> RecallAsync(
            SeenIds seen, Action<SeenBlock> learn, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<WaitingSet>>([]);
    }
}
