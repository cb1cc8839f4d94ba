using Governance.EventSourcing;
using Governance.Postgres.Waking;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Benchmarks.Store;

/// <summary>
/// A store under measurement, and what its cases are held against: A, and a prepared INSERT of the same row that is
/// committed by itself. Bars stated as absolute figures hold for a quiet machine on which A is 70,000 a second, and are
/// scaled by the A of this run.
/// </summary>
internal sealed class StoreFloor : IAsyncDisposable
{
    /// <summary>A of the machine that absolute bars are stated for, rows a second.</summary>
    private const double QuietAnchor = 70_000;

    private readonly WakeUps _wakeUps;

    private StoreFloor(BenchmarkDatabase database, byte[][] bodies, BenchmarkOptions options)
    {
        (Database, Bodies, Options) = (database, bodies, options);
        _wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        Store = new EventStore(database.DataSource, _wakeUps, TimeProvider.System);
    }

    public BenchmarkDatabase Database { get; }

    public EventStore Store { get; }

    public WakeUps WakeUps => _wakeUps;

    public byte[][] Bodies { get; }

    public BenchmarkOptions Options { get; }

    /// <summary>Rows a second of the anchor.</summary>
    public double A { get; private set; }

    /// <summary>One caller's prepared INSERT of one event's row into a table with the log's indexes.</summary>
    public ClosedLoop Insert { get; private set; } = new(0, 0, 0);

    public static async Task<StoreFloor> MeasureAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var floor = new StoreFloor(
            await BenchmarkDatabase.StartAsync(ct), BenchmarkObservations.Bodies(), options);
        floor.A = await Anchor.MeasureAsync(floor.Database, floor.Bodies, options.Length, ct);
        floor.Insert = await floor.InsertAsync(ct);
        return floor;
    }

    /// <summary>A rate whose bar is a multiple of A.</summary>
    public Case OfA(string name, double perSecond, double bar) =>
        new(name, perSecond, A, bar, "events/s", Better.Higher);

    /// <summary>A rate whose bar was stated as an absolute figure.</summary>
    public Case Rate(string name, double perSecond, double bar, string unit = "events/s") =>
        new(name, perSecond, A / QuietAnchor, bar, unit, Better.Higher);

    /// <summary>A time whose bar was stated in milliseconds.</summary>
    public Case Time(string name, double milliseconds, double bar) =>
        new(name, milliseconds, QuietAnchor / A, bar, "ms", Better.Lower);

    public NewEvent Event(int number) => new("inference.recorded", Bodies[number % Bodies.Length]);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _wakeUps.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<ClosedLoop> InsertAsync(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            """
            create table one_row (
                seq bigint primary key, id uuid not null unique, stream text not null, version bigint not null,
                data json not null, type text not null, at timestamptz not null default clock_timestamp(),
                unique (stream, version))
            """,
            ct);
        await using var connection = await Database.DataSource.OpenConnectionAsync(ct);
        await using var insert = new NpgsqlCommand(
            "insert into one_row (seq, id, stream, version, data, type) values ($1, $2, 's', $1, $3, $4)", connection);
        var (number, id) = (new NpgsqlParameter<long>(), new NpgsqlParameter<Guid>());
        var data = new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Json };
        insert.Parameters.Add(number);
        insert.Parameters.Add(id);
        insert.Parameters.Add(data);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "inference.recorded" });
        await insert.PrepareAsync(ct);
        return await ClosedLoop.RunAsync(1, Options.Length, (_, turn) =>
        {
            number.TypedValue = turn;
            id.TypedValue = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            data.TypedValue = Bodies[turn % Bodies.Length];
            return insert.ExecuteNonQueryAsync(ct);
        });
    }
}
