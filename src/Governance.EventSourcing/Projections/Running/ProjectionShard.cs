using Governance.EventSourcing.Projections.Generations;
using Governance.EventSourcing.Projections.Parking;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Microsoft.Extensions.Logging;

namespace Governance.EventSourcing.Projections.Running;

/// <summary>
/// One projection on this node, for ever: it takes the lease when that is free and then runs it, else it watches. A
/// loop that fails comes back, later and later.
/// </summary>
internal sealed class ProjectionShard(
    ProjectionWork work, Leases leases, string holder, SemaphoreSlim builds, ILogger logger) : IAsyncDisposable
{
    /// <summary>Looks at another node's progress before this one asks for the lease again.</summary>
    private const int LooksBetweenTries = 5;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromSeconds(4);

    /// <summary>How long the lease is left to nodes that may know what this one does not.</summary>
    private static readonly TimeSpan s_yield = TimeSpan.FromSeconds(10);

    private readonly string _lease = $"projection {work.Projection.Follower}";
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    public ProjectionStanding Standing { get; } = new(work);

    public GenerationTable Generations { get; } = new(work);

    public ParkedKeyTable Parked { get; } = new(work);

    public void Start()
    {
        if (_stopping is not null)
            return;
        _stopping = new CancellationTokenSource();
        var ct = _stopping.Token;
        _running = Task.Run(() => RunAsync(ct), CancellationToken.None);
    }

    /// <summary>Stops it and gives its lease back; it may be started again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping is not { } stopping)
            return;
        await stopping.CancelAsync();
        await _running;
        stopping.Dispose();
        _stopping = null;
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var (retry, prepared) = (s_firstRetry, false);
        while (!ct.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                if (!prepared)
                    await Generations.PrepareAsync(ct);
                prepared = true;
                await TakeTurnAsync(ct);
                retry = s_firstRetry;
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (LostTermException lost)
            {
                logger.LogInformation("{Projection} goes on elsewhere: {Why}", work.Projection.Name, lost.Message);
                pause = s_firstRetry;
            }
            catch (Exception error)
            {
                prepared = false;
                Standing.Failed(error.Message);
                logger.LogError(error, "Projection {Projection} stands.", work.Projection.Name);
                pause = error is UnknownEventException ? s_yield : retry;
                retry = retry * 2 < s_lastRetry ? retry * 2 : s_lastRetry;
            }

            await Task.Delay(pause, work.Clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeTurnAsync(CancellationToken ct)
    {
        if (await leases.TryAcquireAsync(_lease, holder, ProjectionTerm.Length, ct) is not { } lease)
        {
            await WatchAsync(ct);
            return;
        }

        try
        {
            logger.LogInformation("{Projection} runs here, epoch {Epoch}.", work.Projection.Name, lease.Epoch);
            await new ProjectionTerm(work, Generations, leases, lease, Standing, builds, logger).RunAsync(ct);
        }
        finally
        {
            Standing.Ends();
            await TryReleaseAsync(lease);
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        for (var look = 0; look < LooksBetweenTries; look++)
        {
            Standing.Saw(await Generations.ReadAsync(ct));
            Standing.Watched();
            await Task.Delay(s_look, work.Clock, ct);
        }
    }

    private async Task TryReleaseAsync(Lease lease)
    {
        try
        {
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            logger.LogDebug(error, "The lease of {Projection} runs out by itself.", work.Projection.Name);
        }
    }
}
