using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres;

namespace Governance.Server.Shell.Live;

/// <summary>
/// Follows the log and tells every open page which streams have moved, once the projections show it: a page that asked
/// earlier would see the old rows and hear of it no more.
/// </summary>
public sealed class LiveFeed(EventStore store, ProjectionDaemon projections, TimeProvider clock) : BackgroundService
{
    /// <summary>Open streams of one node. A browser needs one for all its tabs.</summary>
    public const int ListenersMax = 500;

    private const int PageSize = 1_000;

    /// <summary>A projection that is further behind is not waited for: its own lag alarm says so.</summary>
    private static readonly TimeSpan s_projectionPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long the log is left alone after it could not be read.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    // Bounded by ListenersMax.
    private readonly ConcurrentDictionary<LiveListener, bool> _listeners = new();

    /// <summary>True while some page listens.</summary>
    internal bool IsHeard => !_listeners.IsEmpty;

    /// <summary>A new open stream, or null when there are too many.</summary>
    internal LiveListener? Open()
    {
        var listener = new LiveListener(clock);
        return _listeners.Count < ListenersMax && _listeners.TryAdd(listener, true) ? listener : null;
    }

    internal void Close(LiveListener listener) => _listeners.TryRemove(listener, out _);

    /// <summary>Has every open page ask again.</summary>
    internal void TellEveryone() => Tell(new LiveHint(LiveHint.Everything, 0));

    /// <summary>Has the pages that listen to this id ask again, where what moved is no stream of the log.</summary>
    internal void TellOf(string id, long version) => Tell(new LiveHint(id, version));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var position = store.KnownPosition;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.WaitForPastAsync(position, stoppingToken);
                position = await TellAsync(position, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (StoreUnavailableException.Describes(failure))
            {
                await Task.Delay(s_pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> TellAsync(long position, CancellationToken stop)
    {
        var page = await store.ReadPageAsync(position, PageSize, types: null, withoutBehaviour: true, stop);
        if (page.Events.Count == 0 || !IsHeard)
            return page.Through;
        try
        {
            await projections.WaitForNonStaleProjectionDataAsync(s_projectionPatience, stop);
        }
        catch (TimeoutException)
        {
            // The hint is true for whatever reads its stream directly; the others come with the next one.
        }

        foreach (var moved in page.Events.GroupBy(recorded => recorded.StreamId))
            Tell(new LiveHint(moved.Key, moved.Max(recorded => recorded.Version)));

        return page.Through;
    }

    private void Tell(LiveHint hint)
    {
        foreach (var listener in _listeners.Keys)
            listener.Tell(hint);
    }
}
