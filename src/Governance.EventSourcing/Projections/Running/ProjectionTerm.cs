using Governance.EventSourcing.Projections.Generations;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Microsoft.Extensions.Logging;

namespace Governance.EventSourcing.Projections.Running;

/// <summary>
/// One node's time with one projection, from taking its lease to losing it: the live generation follows the log, and
/// beside it a new one is built when somebody asks for it.
/// </summary>
internal sealed class ProjectionTerm(
    ProjectionWork work,
    GenerationTable generations,
    Leases leases,
    Lease lease,
    ProjectionStanding standing,
    SemaphoreSlim builds,
    ILogger logger)
{
    /// <summary>How long a dead node keeps a projection from the others.</summary>
    internal static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    /// <summary>Two renewals may fail before the lease runs out.</summary>
    private static readonly TimeSpan s_renewEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_buildAgain = TimeSpan.FromSeconds(2);

    private volatile int _wanted;
    private bool _readersBusy;

    /// <summary>Ends when the lease is lost.</summary>
    /// <exception cref="UnknownEventException">This binary cannot go on.</exception>
    /// <exception cref="LostTermException">Another node has gone on.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] tasks = [HoldAsync(ending.Token), WorkAsync(ending.Token)];
        var first = await Task.WhenAny(tasks);
        await ending.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <summary>Renews the lease, and looks at what is asked for.</summary>
    private async Task HoldAsync(CancellationToken ct)
    {
        var renewed = work.Clock.GetTimestamp();
        while (true)
        {
            if (work.Clock.GetElapsedTime(renewed) >= s_renewEvery)
            {
                var again = await leases.TryAcquireAsync(lease.Name, lease.Holder, Length, ct);
                if (again?.Epoch != lease.Epoch)
                    return;
                renewed = work.Clock.GetTimestamp();
            }

            var known = await generations.ReadAsync(ct);
            standing.Saw(known);
            _wanted = known.SingleOrDefault(one => one.State == GenerationState.Building)?.Number ?? 0;
            foreach (var retired in known.Where(one => one.State == GenerationState.Retired))
                await generations.TryDropAsync(retired.Number, ct);
            await Task.Delay(s_look, work.Clock, ct);
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        var number = (await generations.ReadAsync(ct)).Single(one => one.State == GenerationState.Live).Number;
        while (true)
        {
            var live = new GenerationFollower(work, work.Projection.Follower, number, lease, standing.Moved);
            await live.ResumeAsync(ct);
            standing.Begins(live.Position);
            var built = await FollowUntilBuiltAsync(live, number, ct);
            await built.Follower.CatchUpAsync(live.Position, ct);
            _readersBusy = !await generations.TrySwitchAsync(built.Number, built.Follower.Position, lease, ct);
            number = _readersBusy ? number : built.Number;
        }
    }

    /// <summary>The live generation stays current while another is filled; it stands when this returns.</summary>
    private async Task<(int Number, GenerationFollower Follower)> FollowUntilBuiltAsync(
        GenerationFollower live, int number, CancellationToken ct)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var following = live.FollowAsync(() => generations.MarkCaughtUpAsync(number, ct), stopping.Token);
        var building = BuildAsync(stopping.Token);
        var first = await Task.WhenAny(following, building);
        await stopping.CancelAsync();
        await Task.WhenAll(following, building).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (following.IsFaulted || first == following)
            await following;
        return await building;
    }

    /// <summary>
    /// Waits until a generation is asked for, and fills it; what goes wrong with it does not harm the live one.
    /// </summary>
    private async Task<(int Number, GenerationFollower Follower)> BuildAsync(CancellationToken ct)
    {
        // Each try makes new readers wait behind an old one; they are left alone for a while after one in vain.
        await Task.Delay(_readersBusy ? s_buildAgain : TimeSpan.Zero, work.Clock, ct);
        while (true)
        {
            while (_wanted == 0)
                await Task.Delay(s_look, work.Clock, ct);
            await builds.WaitAsync(ct);
            try
            {
                if (_wanted is not 0 and var number)
                    return (number, await FillAsync(number, ct));
            }
            catch (LostTermException)
            {
                _wanted = 0; // Cancelled by a human; or the lease is lost, and then the live one will say so.
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                logger.LogError(error, "A rebuild of {Projection} stands.", work.Projection.Name);
                await Task.Delay(s_buildAgain, work.Clock, ct);
            }
            finally
            {
                builds.Release();
            }
        }
    }

    private async Task<GenerationFollower> FillAsync(int number, CancellationToken ct)
    {
        await generations.OpenAsync(number, ct);
        var follower = new GenerationFollower(work, work.FollowerOf(number), number, lease, _ => { });
        await follower.ResumeAsync(ct);
        await follower.CatchUpAsync((await work.Store.HeadAsync(ct)).Position, ct);
        await generations.IndexAsync(number, ct);
        await follower.CatchUpAsync((await work.Store.HeadAsync(ct)).Position, ct);
        return follower;
    }
}
