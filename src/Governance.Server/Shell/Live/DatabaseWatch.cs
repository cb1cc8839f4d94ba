using Governance.EventSourcing;
using Governance.Postgres;

namespace Governance.Server.Shell.Live;

/// <summary>
/// Notices that the database is away although nothing happens, and has every open page look: it gets a 503, keeps its
/// rows under a banner and tries until it is back.
/// </summary>
internal sealed class DatabaseWatch(EventStore store, LiveFeed feed, TimeProvider clock) : BackgroundService
{
    /// <summary>Soon enough that nobody acts on a dead page for long, and one cheap query.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!feed.IsHeard)
                continue;
            var was = away;
            away = await IsAwayAsync(stoppingToken);
            if (away && !was)
                feed.TellEveryone();
        }
    }

    private async Task<bool> IsAwayAsync(CancellationToken stop)
    {
        try
        {
            await store.HeadAsync(stop);
            return false;
        }
        catch (Exception failure) when (StoreUnavailableException.Describes(failure))
        {
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
