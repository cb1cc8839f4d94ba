using System.Diagnostics.Metrics;
using Governance.EventSourcing.Appending;
using Governance.EventSourcing.Reading;
using Governance.EventSourcing.Sessions;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Governance.EventSourcing;

/// <summary>
/// The log: streams of facts with one order over all of them. Positions are dense, in commit order and durable, so a
/// reader at n has everything up to n. One instance per process and schema.
/// </summary>
public sealed class EventStore : IAsyncDisposable
{
    /// <summary>The wake-up topic of a moved head; its detail is the position.</summary>
    public const string Topic = "log";

    private const string MeterName = "Governance";

    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly EventStoreOptions _options;
    private readonly ILogger _logger;
    private readonly CommittedLog _log = new();
    private readonly Appender _appender;
    private readonly EventReader _reader;
    private readonly WakeUps _wakeUps;
    private readonly IDisposable _waking;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _polling;

    /// <summary>Starts the appender; the database need not be there yet.</summary>
    public EventStore(
        NpgsqlDataSource database,
        WakeUps wakeUps,
        TimeProvider clock,
        EventStoreOptions? options = null,
        ILogger<EventStore>? logger = null,
        IMeterFactory? meters = null)
    {
        _clock = clock;
        _options = options ?? new EventStoreOptions();
        _logger = logger ?? NullLogger<EventStore>.Instance;
        _wakeUps = wakeUps;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _appender = new Appender(
            database, _log, new AppendMetrics(_meter, clock, () => _appender?.Waiting ?? 0), Moved, _logger);
        _reader = new EventReader(database);
        _waking = wakeUps.Subscribe(Topic, Heard);
        _polling = Task.Run(PollAsync);
    }

    /// <summary>The last position this process knows to be committed; the store may be further.</summary>
    public long KnownPosition => _log.Position;

    /// <summary>A unit of work over typed events: Marten's spelling of <see cref="AppendAsync"/>.</summary>
    public EventSession LightweightSession() => new(this, _options.Events, _clock);

    /// <summary>
    /// Appends, all or nothing; durable when it returns. While too much waits already, the caller waits for room.
    /// Giving up by <paramref name="ct"/> takes back an append that still waits, but not one that is on its way:
    /// whoever may try again gives event ids.
    /// </summary>
    /// <exception cref="StreamConflictException">A stream has moved.</exception>
    /// <exception cref="StreamArchivedException">A stream is archived.</exception>
    /// <exception cref="AppendBlockedException">Others held the log for too long.</exception>
    /// <exception cref="RowGuardFailedException">A row guard did not meet its row.</exception>
    /// <exception cref="EventIdTakenException">Some of the ids belong to another append.</exception>
    /// <exception cref="EventRefusedException">Something cannot be stored.</exception>
    /// <exception cref="StoreUnavailableException">The database is away, or too much waits already.</exception>
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken ct)
    {
        var append = EncodedAppend.Of(request, _options, _clock, ct);
        if (!await _appender.AddAsync(append, ct))
            throw new StoreUnavailableException("The store cannot keep up: too many appends are waiting.");
        return await append.Done.WaitAsync(ct);
    }

    /// <summary>A stream's facts in order, as of a version, a recorded time or a position (each inclusive).</summary>
    public Task<IReadOnlyList<RecordedEvent>> FetchStreamAsync(
        string streamId,
        long fromVersion = 1,
        long? asOfVersion = null,
        DateTimeOffset? asOfTime = null,
        long? asOfPosition = null,
        CancellationToken ct = default) =>
        Reading(() => _reader.FetchStreamAsync(streamId, fromVersion, asOfVersion, asOfTime, asOfPosition, ct));

    /// <summary>A stream without its facts; null where there is none.</summary>
    public Task<StreamState?> FetchStreamStateAsync(string streamId, CancellationToken ct = default) =>
        Reading(() => _reader.FetchStreamStateAsync(streamId, ct));

    /// <summary>Facts after a position in commit order, at most <paramref name="limit"/>.</summary>
    /// <param name="afterPosition">0 for the beginning.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="types">Only these aliases; null for all.</param>
    /// <param name="withoutBehaviour">Leaves out segment headers and what else the models streamed.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(
        long afterPosition,
        int limit,
        IReadOnlyCollection<string>? types,
        bool withoutBehaviour,
        CancellationToken ct) =>
        (await ReadPageAsync(afterPosition, limit, types, withoutBehaviour, ct)).Events;

    /// <summary>The same, and how far was looked: what a follower with a checkpoint uses.</summary>
    public async Task<EventPage> ReadPageAsync(
        long afterPosition, int limit, IReadOnlyCollection<string>? types, bool withoutBehaviour, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (_log.Read(afterPosition, limit, types, withoutBehaviour) is { } recent)
            return recent;
        var until = _log.Position > afterPosition ? _log.Position : (await HeadAsync(ct)).Position;
        if (until <= afterPosition)
            return new EventPage([], afterPosition);
        var events = await Reading(() => _reader.ReadAsync(afterPosition, until, limit, types, withoutBehaviour, ct));
        return new EventPage(events, events.Count == limit ? events[^1].Position : until);
    }

    /// <summary>The end of the log, from the database.</summary>
    public async Task<Head> HeadAsync(CancellationToken ct)
    {
        var head = await Reading(() => _reader.HeadAsync(ct));
        _log.Advance(head.Position);
        return head;
    }

    /// <summary>Completes once the log reaches past a position, whoever appended.</summary>
    public Task WaitForPastAsync(long position, CancellationToken ct) => _log.WaitForPastAsync(position, ct);

    /// <summary>Takes no more appends, writes those that wait, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _appender.DisposeAsync();
        await _stopping.CancelAsync();
        await _polling;
        _waking.Dispose();
        _meter.Dispose();
        _stopping.Dispose();
    }

    private void Moved() =>
        _wakeUps.Raise(Topic, _log.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A wake-up may be lost and a foreign writer may send none: the head is looked at now and then.</summary>
    private async Task PollAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await HeadAsync(_stopping.Token);
            }
            catch (Exception error) when (error is StoreUnavailableException or PostgresException)
            {
                _logger.LogDebug(error, "The head of the log could not be read; it is tried again.");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_options.HeadPolling, _clock, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Heard(string detail)
    {
        if (long.TryParse(detail, out var position))
            _log.Advance(position);
    }

    private static async Task<T> Reading<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (
            error is not StoreUnavailableException && StoreUnavailableException.Describes(error))
        {
            throw new StoreUnavailableException("The store is not available for reading.", error);
        }
    }
}
