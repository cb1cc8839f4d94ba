using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Intake.Admission;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;

namespace Governance.Server.Intake.Line;

/// <summary>
/// Where requests meet before the log: one loop judges duplicates, finds versions and fills flights; each flight is
/// packed and appended beside it. A request is answered only when everything of it is durable.
/// </summary>
internal sealed class IntakeLine : BackgroundService
{
    /// <summary>
    /// Observations in one append: some megabytes of JSON, well under what the log takes in one commit.
    /// </summary>
    public const int MaxObservationsPerFlight = 8_192;

    /// <summary>Appends under way at one time: one is written while the next is packed.</summary>
    private const int MaxFlights = 3;

    /// <summary>How often waiting sets are looked at.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often it is read what other nodes stored; a re-sent request is recognised without, by a guard.
    /// </summary>
    private static readonly TimeSpan s_recall = TimeSpan.FromSeconds(5);

    private readonly FairQueue<IntakeBatch> _requests;
    private readonly SeenIds _seen;
    private readonly IFlightDeck _deck;
    private readonly TimeProvider _clock;
    private readonly ILogger<IntakeLine> _log;
    private readonly Boarding _boarding;
    private readonly WaitingRoom _waitingRoom;

    // Requests of a flight that met ids of another node; bounded by the requests on MaxFlights.
    private readonly Queue<IntakeBatch> _again = [];

    // Bounded by MaxFlights.
    private readonly List<Flight> _air = [];
    private DateTimeOffset _recallDue = DateTimeOffset.MinValue;

    public IntakeLine(
        IFlightDeck deck, SeenIds seen, TimeProvider clock, IntakeMetrics metrics, ILogger<IntakeLine> log)
    {
        (_deck, _seen, _clock, _log) = (deck, seen, clock, log);
        _requests = new FairQueue<IntakeBatch>(clock);
        var traces = new TraceBook();
        _waitingRoom = new WaitingRoom(traces, seen, clock);
        _boarding = new Boarding(traces, _waitingRoom, seen, clock, metrics);
        metrics.Waiting(() => _requests.Held);
    }

    /// <summary>Completes when everything in the batch is durable.</summary>
    /// <exception cref="StoreUnavailableException">It is not, and the sender is to try again.</exception>
    public async Task StoreAsync(MappedBatch mapped, CancellationToken ct)
    {
        if (mapped.Observations.Count == 0 && mapped.OtherSpans.Count == 0)
            return;
        var batch = new IntakeBatch(mapped);
        batch.Prepare();
        var caller = mapped.Caller ?? mapped.Observations.FirstOrDefault()?.Sender.Deployment.Value ?? "";
        await _requests.EnterAsync(caller, batch, Math.Max(1, mapped.Observations.Count), ct);
        await batch.Durable.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await AwaitSomethingAsync(stoppingToken);
            LandFlights();
            if (_clock.GetUtcNow() >= _recallDue && !await RecallAsync(stoppingToken))
                continue;
            while (_air.Count < MaxFlights && NextFlight() is { } flight)
                TakeOff(flight, stoppingToken);
        }
        await Task.WhenAll(_air.Select(flight => flight.Ending));
        LandFlights();
        FailWaiting(new StoreUnavailableException("The server is stopping."));
    }

    /// <summary>A request and room for it, a landing, or the tick.</summary>
    private async Task AwaitSomethingAsync(CancellationToken stop)
    {
        if (_again.Count > 0 && _air.Count < MaxFlights)
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> events = [Task.Delay(s_tick, _clock, waiting.Token), .. _air.Select(flight => flight.Ending)];
        if (_air.Count < MaxFlights)
            events.Add(_requests.SomethingAsync());
        await Task.WhenAny(events);
        await waiting.CancelAsync();
    }

    /// <summary>
    /// Only with nothing in the air: a flight is guarded by what was recalled when its duplicates were judged, and
    /// that must not move under it, nor may what it held be forgotten with it when it fails.
    /// </summary>
    private async Task<bool> RecallAsync(CancellationToken stop)
    {
        await Task.WhenAll(_air.Select(flight => flight.Ending));
        LandFlights();
        return await TryRecallAsync(stop);
    }

    /// <summary>After a start, or when the store was away: which ids are stored, what waits.</summary>
    private async Task<bool> TryRecallAsync(CancellationToken stop)
    {
        try
        {
            foreach (var set in await _deck.RecallAsync(_seen, Learn, stop))
            {
                if (!_waitingRoom.Knows(set.Id))
                    Adopt(set);
            }
            _recallDue = _clock.GetUtcNow() + s_recall;
            return true;
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            _log.LogWarning("Intake waits for the store: {Reason}", error.Message);
            FailWaiting(new StoreUnavailableException("The store is away.", error));
            return false;
        }
    }

    /// <summary>
    /// Another node has stored this: it is not stored here again, neither when it comes nor when its wait ends.
    /// </summary>
    private void Learn(SeenBlock block)
    {
        _seen.Add(block);
        foreach (var id in SeenIds.Unpack(block))
            _waitingRoom.StoredElsewhere(block.Deployment, id);
    }

    /// <summary>
    /// Takes over what waited at another node, or here before a restart, but for what was stored since.
    /// </summary>
    private void Adopt(WaitingSet set)
    {
        _waitingRoom.Add(set);
        foreach (var item in set.Items)
        {
            var (window, id) = (_seen.Of(item.Sender.Deployment.Value), _seen.DigestOf(item.Id));
            if (window.Contains(id))
                _waitingRoom.StoredElsewhere(item.Sender.Deployment.Value, id);
            else
                _seen.Add(window, id, _clock.GetUtcNow());
        }
    }

    private void FailWaiting(StoreUnavailableException error)
    {
        while (_again.TryDequeue(out var batch) || _requests.TryTake(out batch))
            batch.Fail(error);
    }

    private Flight? NextFlight()
    {
        var flight = new Flight();
        foreach (var release in _waitingRoom.Release(MaxObservationsPerFlight))
            flight.Releases.Add(release);
        while (Boarding.Room(flight) > 0
            && (_again.TryDequeue(out var batch) || _requests.TryTake(out batch)))
        {
            _boarding.Board(batch, flight, _air);
        }
        return flight.IsEmpty ? null : flight;
    }

    private void TakeOff(Flight flight, CancellationToken stop)
    {
        _air.Add(flight);
        flight.Ending = Task.Run(() => FlyAsync(flight, stop), CancellationToken.None);
    }

    private async Task<FlightEnd> FlyAsync(Flight flight, CancellationToken stop)
    {
        try
        {
            return await _deck.StoreAsync(flight, stop);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new FlightEnd(error);
        }
    }

    private void LandFlights()
    {
        foreach (var flight in _air.Where(flight => flight.Ending.IsCompleted).ToList())
        {
            _air.Remove(flight);
            var end = flight.Ending.GetAwaiter().GetResult();
            if (end.Error is null)
            {
                Stored(flight, end);
                continue;
            }
            CallBack(flight);
            if (end.Error is RowGuardFailedException met)
                BoardAgain(flight, met.Index);
            else
                Failed(flight, end.Error);
        }
    }

    private void Stored(Flight flight, FlightEnd end)
    {
        foreach (var release in flight.Releases)
        {
            _waitingRoom.Remove(release.Set);
            if (release.Rest is { } rest)
                _waitingRoom.Add(rest);
        }
        if (end.KeptSet is { } kept)
            _waitingRoom.Add(kept);
        foreach (var (window, _) in flight.Ids)
            window.Landed(end.FirstPosition);
        foreach (var batch in flight.Batches)
            batch.Landed(flight);
    }

    /// <summary>
    /// Nothing of it counts as stored. What did reach the log all the same is recalled before the next flight.
    /// </summary>
    private void CallBack(Flight flight)
    {
        _recallDue = DateTimeOffset.MinValue;
        foreach (var (window, id) in flight.Ids)
            _seen.Remove(window, id);
        foreach (var release in flight.Releases)
            _waitingRoom.Return(release.Set);
    }

    /// <summary>
    /// Another node stored something meanwhile: the same requests, or a set that waited here as well.
    /// </summary>
    private void BoardAgain(Flight flight, int guard)
    {
        if (guard > 0)
            _waitingRoom.Remove(flight.Releases[guard - 1].Set);
        foreach (var batch in flight.Batches)
        {
            batch.Leave(flight);
            _again.Enqueue(batch);
        }
    }

    private void Failed(Flight flight, Exception error)
    {
        if (!StoreUnavailableException.Describes(error))
            _log.LogError(error, "A batch of observations could not be stored.");
        foreach (var batch in flight.Batches)
            batch.Fail(error);
    }
}
