using Governance.EventSourcing.Projections.Generations;
using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Tables;
using Governance.Postgres.Leasing;
using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Projections.Running;

/// <summary>
/// Brings one generation of a projection on, for one term of a lease: many events in one transaction while it is far
/// behind, each commit by itself when it is close.
/// </summary>
internal sealed class GenerationFollower
{
    /// <summary>Wanted events in one transaction: memory stays flat and a lost one costs little.</summary>
    private const int MaxWindow = 20_000;

    /// <summary>Positions looked at in one step, wanted or not: progress is seen, and kept, all the same.</summary>
    private const int MaxStretch = 100_000;

    /// <summary>Positions without a wanted event after which the checkpoint is written all the same.</summary>
    private const int UnwrittenPositions = 1_000;

    /// <summary>How long an idle follower waits before it looks around: unwritten positions, parked keys.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(500);

    private readonly ProjectionWork _work;
    private readonly GenerationWriter _writer;
    private readonly ParkedKeys _parked;
    private readonly RowWindow _window;
    private readonly LogAhead _log;
    private readonly Action<long> _moved;
    private long _written;
    private long _looked;
    private int _limit = MaxWindow;
    private long _last;
    private (long Position, string Reason)? _refused;

    /// <param name="work">The projection.</param>
    /// <param name="follower">The checkpoint.</param>
    /// <param name="generation">Whose table.</param>
    /// <param name="lease">Held while anything is written.</param>
    /// <param name="moved">Hears the position up to which everything is in the table.</param>
    public GenerationFollower(
        ProjectionWork work, string follower, int generation, Lease lease, Action<long> moved)
    {
        _work = work;
        _moved = moved;
        _writer = new GenerationWriter(work.Database, follower, lease);
        _parked = new ParkedKeys(follower);
        _window = work.Projection.Open(work.TableOf(generation), _parked);
        _log = new LogAhead(work);
    }

    /// <summary>Everything up to here is in the table.</summary>
    public long Position => Volatile.Read(ref _looked);

    /// <summary>Reads where it is, from the database.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        _window.Forget();
        await _writer.EndStalledAsync(ct);
        await _parked.ReadAsync(_work.Database, ct);
        _written = await _writer.PositionAsync(ct);
        Volatile.Write(ref _looked, _written);
    }

    /// <summary>Applies the log up to a position.</summary>
    public async Task CatchUpAsync(long until, CancellationToken ct)
    {
        while (Position < until)
            await StepAsync(ct);
        await KeepAsync(ct);
    }

    /// <summary>Applies the log for ever.</summary>
    /// <param name="caughtUp">Called once, when it first holds everything that is in the log.</param>
    /// <param name="ct">Stops between two transactions.</param>
    public async Task FollowAsync(Func<Task> caughtUp, CancellationToken ct)
    {
        await CatchUpAsync((await _work.Store.HeadAsync(ct)).Position, ct);
        await caughtUp();
        while (true)
        {
            if (!await StepAsync(ct))
                await RestAsync(ct);
        }
    }

    /// <summary>One transaction's worth of the log; false when there is nothing new.</summary>
    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var (taken, begun, looked) = (0, _looked, _looked);
        string? unknown = null;
        while (taken < _limit && unknown is null)
        {
            var page = await _log.ReadAsync(looked, _limit, ct);
            if (page.Unknown is null && page.Through == looked)
                break;
            await TakeAsync(page.Events, ct);
            taken += page.Events.Count;
            (looked, unknown) = (page.Through, page.Unknown);
            if (looked >= _work.Store.KnownPosition || looked - begun >= MaxStretch)
                break;
        }

        if (!await WriteAsync(looked, taken, ct))
            return true;
        Volatile.Write(ref _looked, looked);
        _moved(looked);
        return unknown is null ? looked > begun : throw new UnknownEventException(unknown, looked + 1);
    }

    /// <summary>
    /// Writes what was taken in; false when the table refused it. Then the window is halved until the one event is
    /// found, whose keys are parked.
    /// </summary>
    private async Task<bool> WriteAsync(long looked, int taken, CancellationToken ct)
    {
        if (taken == 0 && looked - _written < UnwrittenPositions)
            return true;
        try
        {
            await _writer.WriteAsync(_written, looked, _window, _parked, null, ct);
            _written = looked;
            _limit = Math.Min(MaxWindow, _limit * 2);
            _refused = null;
            return true;
        }
        catch (PostgresException error) when (IsAboutRows(error))
        {
            _refused = taken == 1 ? (_last, error.MessageText) : null;
            _limit = Math.Max(1, taken / 2);
            await ResumeAsync(ct);
            return false;
        }
    }

    private async Task TakeAsync(IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        if (events.Count > 0)
            _last = events[^1].Position;
        if (_refused is { } refused && events is [{ } only] && only.Position == refused.Position)
            _window.Park(only, refused.Reason);
        else if (events.Count > 0)
            await _window.TakeAsync(_work.Database, events, null, ct);
    }

    private async Task RestAsync(CancellationToken ct)
    {
        using var resting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var rested = Task.Delay(s_idle, _work.Clock, resting.Token);
        var moved = _work.Store.WaitForPastAsync(_looked, resting.Token);
        var first = await Task.WhenAny(rested, moved);
        await resting.CancelAsync();
        ct.ThrowIfCancellationRequested();
        if (first == moved)
            return;
        await KeepAsync(ct);
        if (_parked.Any)
            await TryAgainAsync(ct);
        _moved(_looked);
    }

    /// <summary>Writes the checkpoint where it is, so that other nodes hear of it too.</summary>
    private async Task KeepAsync(CancellationToken ct)
    {
        if (_looked == _written)
            return;
        await _writer.WriteAsync(_written, _looked, _window, _parked, null, ct);
        _written = _looked;
    }

    /// <summary>Applies the events of the keys that a human wants to be tried again.</summary>
    private async Task TryAgainAsync(CancellationToken ct)
    {
        await _parked.ReadAsync(_work.Database, ct);
        foreach (var key in _parked.Wished)
        {
            try
            {
                await TryAgainAsync(key, ct);
            }
            catch (PostgresException error) when (IsAboutRows(error))
            {
                await _parked.LeaveAsync(_work.Database, key, ct);
                await ResumeAsync(ct);
            }
        }
    }

    private async Task TryAgainAsync(string key, CancellationToken ct)
    {
        _parked.Release(key);
        foreach (var position in await _parked.PositionsAsync(_work.Database, key, ct))
            await _window.TakeAsync(_work.Database, [await _log.ReadOneAsync(position, ct)], key, ct);
        await _writer.WriteAsync(_written, _written, _window, _parked, key, ct);
    }

    // Class 22: a value does not fit its type; 23: a constraint; 54: too large for an index.
    private static bool IsAboutRows(PostgresException error) =>
        error.SqlState[..2] is "22" or "23" or "54";
}
