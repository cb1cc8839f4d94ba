using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.EventSourcing.Segments;
using Governance.Postgres.Waking;
using Governance.Server.Behaviour.Index;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Intake;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.Benchmarks.Find;

/// <summary>
/// A log of ten deployments that stream 100,000 observations a day, in segments of 512, eight to a trace; indexed as
/// the server does. A log that is to be smaller than a day has a smaller day.
/// </summary>
internal sealed class FilledLog : IAsyncDisposable
{
    public const int Deployments = 10;
    public const int PerDay = 100_000;
    public const int PerSegment = 512;
    public const int PerTrace = 8;

    private const int SegmentsAtOnce = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly BenchmarkDatabase _database;
    private readonly WakeUps _wakeUps;
    private readonly EventStore _store;
    private readonly Observation[] _bodies;
    private readonly InstallationKey _key = new(new byte[InstallationKey.Length]);

    private FilledLog(BenchmarkDatabase database)
    {
        _database = database;
        _wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        _store = new EventStore(database.DataSource, _wakeUps, TimeProvider.System);
        _bodies = Array.ConvertAll(
            BenchmarkObservations.Bodies(),
            body => JsonSerializer.Deserialize(body, ObservationJson.Default.Observation)!);
        Table = new SegmentTable(database.DataSource);
        Search = new BehaviourSearch(
            new SegmentLooks(database.DataSource), new SegmentBodies(database.DataSource), _key, new SearchMetrics(),
            TimeProvider.System);
    }

    public BenchmarkDatabase Database => _database;

    public SegmentTable Table { get; }

    public BehaviourSearch Search { get; }

    /// <summary>Midnight of the first day.</summary>
    public DateTimeOffset From { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public int Days { get; private init; }

    public int Segments { get; private set; }

    public int Observations => Segments * PerSegment;

    /// <summary>At least so many observations, recorded day after day, the deployments in turn.</summary>
    public static async Task<FilledLog> FillAsync(int observations, CancellationToken ct)
    {
        var days = Math.Max(1, observations / (Deployments * PerDay));
        var log = new FilledLog(await BenchmarkDatabase.StartAsync(ct)) { Days = days };
        var each = Math.Max(1, observations / (Deployments * days * PerSegment));
        var filters = new SegmentFilters(
            log._database.DataSource, new SegmentReader(log.Table, new RecentSegments()),
            NullLogger<SegmentFilters>.Instance);
        for (var day = 0; day < days; day++)
        {
            var recorded = DateOnly.FromDateTime(log.From.AddDays(day).UtcDateTime);
            await new SegmentPartitions(log._database.DataSource).EnsureAsync(recorded, ct);
            foreach (var some in Enumerable.Range(0, each * Deployments).Chunk(SegmentsAtOnce))
                await log.AppendAsync(some, each, recorded, filters, ct);
        }

        await using var daemon = new ProjectionDaemon(
            log._store, log._database.DataSource, [new SegmentIndex()], TimeProvider.System);
        await daemon.PrepareAsync(ct);
        daemon.Start();
        await daemon.WaitForNonStaleProjectionDataAsync(s_patience, ct);
        await log._database.ExecuteAsync("vacuum analyze", ct);
        return log;
    }

    public static string NameOf(int deployment) =>
        string.Create(CultureInfo.InvariantCulture, $"deployment-{deployment}");

    /// <summary>The trace of the n-th observation of the log.</summary>
    public static string TraceOf(int number) =>
        (number / PerTrace * 2_654_435_761L).ToString("x32", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _wakeUps.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task AppendAsync(
        int[] numbers, int each, DateOnly day, SegmentFilters filters, CancellationToken ct)
    {
        var packed = numbers.Select((number, index) => Pack(index, number, each, day)).ToList();
        var result = await _store.AppendAsync(
            new AppendRequest(
                [.. packed.Select(one => new StreamAppend(one.Stream, ExpectedVersion.Any, [one.Header]))],
                new AppendMetadata("benchmark"),
                Governed: false,
                Segments: [.. packed.Select(one => one.Row)]),
            ct);
        foreach (var (index, one) in packed.Index())
            await filters.WriteAsync(result.FirstPosition + index, day, one.Observations, ct);
        Segments += packed.Count;
    }

    private (string Stream, NewEvent Header, SegmentRow Row, Observation[] Observations) Pack(
        int index, int number, int each, DateOnly day)
    {
        var (deployment, turn) = (number % Deployments, number / Deployments);
        var id = _key.DeploymentOf(NameOf(deployment)).Value;
        var first = (Segments + index) * PerSegment;
        var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(24.0 * turn / each);
        var observations = Enumerable.Range(0, PerSegment).Select(n => _bodies[(first + n) % _bodies.Length] with
        {
            StartedAt = new DateTimeOffset(start).AddMilliseconds(n),
            TraceId = TraceOf(first + n),
            ConversationId = TraceOf(first + n)[16..],
        }).ToArray();
        var salt = RandomNumberGenerator.GetBytes(SegmentCodec.SaltLength);
        var encoded = SegmentCodec.Encode(observations, salt);
        var header = new BehaviourEvent.SegmentRecorded(
            id, NameOf(deployment), "production", day, observations[0].StartedAt, observations[^1].StartedAt,
            PerSegment, new Dictionary<string, int> { ["inference"] = PerSegment }, [], "sha256:", "", 1);
        return (
            SegmentHeader.StreamId(id, day),
            EventTypes.Encode(header),
            new SegmentRow(
                index, day, id, SegmentCodec.BrotliLines, PerSegment, encoded.RawLength, salt, encoded.Root,
                encoded.Body),
            observations);
    }
}
