using Governance.Postgres;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>
/// Work that one node of several does at a time, whichever comes first: it is not dealt out, since it also runs without
/// a roster. What it writes is safe even if two nodes overlap for a moment, so the lease only spares double work.
/// </summary>
internal sealed class SoleDuty(string name, string holder, Leases leases, TimeProvider clock, ILogger log)
{
    /// <summary>How long a dead node keeps its duty from the others.</summary>
    private static readonly TimeSpan s_length = DutyRoster.Length;

    /// <summary>Two renewals may fail before the lease runs out.</summary>
    private static readonly TimeSpan s_renewEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node whose work ended by itself leaves the duty to others that may be able to go on.
    /// </summary>
    private static readonly TimeSpan s_yieldFor = TimeSpan.FromSeconds(10);

    /// <summary>Does <paramref name="work"/> whenever this node has the duty, until stopped.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pause = s_renewEvery;
            if (await TryAcquireAsync(ct) is { } lease)
            {
                log.LogInformation("This node has the duty of {Duty}, epoch {Epoch}.", name, lease.Epoch);
                pause = await WorkAsync(lease, work, ct) ? s_yieldFor : TimeSpan.Zero;
            }

            await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>True when the work ended by itself.</summary>
    private async Task<bool> WorkAsync(Lease lease, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = work(held.Token);
        var holding = HoldAsync(held.Token);
        var ended = await Task.WhenAny(working, holding) == working && !ct.IsCancellationRequested;
        await held.CancelAsync();
        await Task.WhenAll(working, holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (working.IsFaulted)
            log.LogError(working.Exception, "The duty of {Duty} ended with an error.", name);
        await TryReleaseAsync(lease);
        return ended;
    }

    /// <summary>Ends when the lease is lost, or when the database cannot say for as long as a lease lasts.</summary>
    private async Task HoldAsync(CancellationToken ct)
    {
        var renewed = clock.GetTimestamp();
        while (clock.GetElapsedTime(renewed) < s_length)
        {
            await Task.Delay(s_renewEvery, clock, ct);
            var asked = clock.GetTimestamp();
            try
            {
                if (await leases.TryAcquireAsync(name, holder, s_length, ct) is null)
                    return;
                renewed = asked;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                log.LogDebug(error, "The lease of {Duty} could not be renewed.", name);
            }
        }
    }

    private async Task<Lease?> TryAcquireAsync(CancellationToken ct)
    {
        try
        {
            return await leases.TryAcquireAsync(name, holder, s_length, ct);
        }
        catch (Exception error) when (error is OperationCanceledException || StoreUnavailableException.Describes(error))
        {
            return null;
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
            log.LogDebug(error, "The lease of {Duty} runs out by itself.", name);
        }
    }
}
