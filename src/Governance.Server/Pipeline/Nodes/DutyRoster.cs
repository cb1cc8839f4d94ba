using Governance.Messaging;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Postgres.Waking;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>
/// This node among the others. Once a second, and when one comes or goes, it says that it lives, hears the database's
/// time, works out its share (<see cref="Deal"/>), keeps the leases of what it does, gives back what falls to others
/// and takes what falls to it. A killed node's share is with the others after <see cref="Length"/> and one round.
/// </summary>
internal sealed class DutyRoster(
    IEnumerable<Duty> duties, NodeTable nodes, Leases leases, LeaseSet set, NodeName name, WakeUps wakeUps,
    NodeMetrics metrics, DatabaseClock databaseClock, TimeProvider clock, ILogger<DutyRoster> log)
    : BackgroundService
{
    /// <summary>How long a dead node keeps its duties from the others.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Two rounds may fail before a lease runs out.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node whose work ended by itself leaves it to others that may be able to go on.
    /// </summary>
    private static readonly TimeSpan s_yieldFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What a stopping node waits for its work before it leaves; the guards hold whatever still runs.
    /// </summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(8);

    private const string Topic = "nodes";

    // Bounded by the duties of the product, as are the two below.
    private readonly Dictionary<string, Duty> _duties =
        duties.ToDictionary(duty => duty.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, Tenure> _tenures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _yielded = new(StringComparer.Ordinal);
    private readonly Nudge _bell = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = wakeUps.Subscribe(Topic, _ => _bell.Ring());
        try
        {
            await TryRoundAsync(stoppingToken);
            wakeUps.Raise(Topic);
            while (!stoppingToken.IsCancellationRequested)
            {
                await _bell.WaitAsync(s_round, clock, stoppingToken);
                await TryRoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await LeaveAsync();
        }
    }

    private async Task TryRoundAsync(CancellationToken ct)
    {
        try
        {
            await RoundAsync(ct);
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            log.LogDebug(error, "This node could not show itself; its leases run out if that goes on.");
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await EndTenuresAsync();
        string[] willing = [.. _duties.Keys.Where(duty => !Yields(duty)).Order(StringComparer.Ordinal)];
        var asked = databaseClock.GetTimestamp();
        databaseClock.Hear(
            await nodes.BeatAsync(name.Id, name.Home, name.Version, name.EventTypes, willing, ct), asked);
        var workers = await nodes.ListWorkersAsync(Length, ct);
        metrics.Saw(workers);
        if (workers.Any(worker => !worker.Lives))
            await nodes.ForgetAsync(name.Id, name.Home, Length, ct);
        var mine = Deal.To(name.Id, workers);
        await KeepAsync(mine, began, ct);
        await TakeAsync(mine, ct);
        metrics.Holds(_tenures.Count);
    }

    /// <summary>Extends what is still this node's, and asks the work to end that is lost or falls to others.</summary>
    private async Task KeepAsync(IReadOnlySet<string> mine, long began, CancellationToken ct)
    {
        if (_tenures.Count == 0)
            return;
        var held = await set.RenewAsync([.. _tenures.Values.Select(tenure => tenure.Lease)], Length, ct);
        foreach (var (duty, tenure) in _tenures)
        {
            if (held.Contains(duty) && mine.Contains(duty))
                tenure.Extend(Length - clock.GetElapsedTime(began));
            else
                tenure.Stop();
        }

        await EndTenuresAsync();
    }

    private async Task TakeAsync(IReadOnlySet<string> mine, CancellationToken ct)
    {
        string[] wanted = [.. mine.Where(duty => _duties.ContainsKey(duty) && !_tenures.ContainsKey(duty))];
        if (wanted.Length == 0)
            return;
        var began = clock.GetTimestamp();
        foreach (var lease in await set.TakeAsync(wanted, Length, ct))
        {
            log.LogDebug("This node has the duty of {Duty}, epoch {Epoch}.", lease.Name, lease.Epoch);
            _tenures[lease.Name] = Tenure.Begin(
                _duties[lease.Name], lease, Length - clock.GetElapsedTime(began), clock);
        }
    }

    /// <summary>Gives back the leases of work that has ended, so that another node need not wait.</summary>
    private async Task EndTenuresAsync()
    {
        var ended = _tenures.Where(pair => pair.Value.Work.IsCompleted).ToList();
        foreach (var (duty, tenure) in ended)
        {
            var error = tenure.Work.Exception?.InnerException;
            var away = error is not null && StoreUnavailableException.Describes(error);
            if (tenure.EndedByItself && !away)
                _yielded[duty] = clock.GetTimestamp();
            if (error is not null && !away)
                log.LogError(error, "The duty of {Duty} ended with an error.", duty);
            _tenures.Remove(duty);
            tenure.Dispose();
            await leases.ReleaseAsync(tenure.Lease, CancellationToken.None);
        }

        if (ended.Count > 0)
            wakeUps.Raise(Topic);
    }

    private bool Yields(string duty) =>
        _yielded.TryGetValue(duty, out var since) && clock.GetElapsedTime(since) < s_yieldFor;

    private async Task LeaveAsync()
    {
        foreach (var tenure in _tenures.Values)
            tenure.Stop();
        await Task.WhenAny(
            Task.WhenAll(_tenures.Values.Select(tenure => tenure.Work)),
            Task.Delay(s_drain, clock, CancellationToken.None));
        try
        {
            foreach (var tenure in _tenures.Values)
                await leases.ReleaseAsync(tenure.Lease, CancellationToken.None);
            await nodes.RemoveAsync(name.Id, CancellationToken.None);
            wakeUps.Raise(Topic);
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            log.LogDebug(error, "The database is away; this node's leases run out by themselves.");
        }
    }
}
