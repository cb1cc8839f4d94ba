using Governance.Postgres;

namespace Governance.Messaging;

/// <summary>
/// What to do when handling fails: try again after each cooldown, then move to the dead letters. A database that is
/// away is never the message's fault: it is tried again until the database is back.
/// </summary>
public sealed record ErrorPolicy
{
    private ErrorPolicy(IReadOnlyList<TimeSpan> cooldowns) => Cooldowns = cooldowns;

    /// <summary>Three quick tries for what only collided, before a human is asked.</summary>
    public static ErrorPolicy Default { get; } = RetryWithCooldown(
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1));

    /// <summary>How long to wait while the database is away.</summary>
    public static TimeSpan UnavailablePause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The waits between tries, in order; after the last one the message is dead.</summary>
    public IReadOnlyList<TimeSpan> Cooldowns { get; }

    /// <summary>Try again after each of these waits.</summary>
    public static ErrorPolicy RetryWithCooldown(params TimeSpan[] cooldowns) => new(cooldowns);

    /// <summary>
    /// Runs <paramref name="work"/> until it succeeds; answers the last error once the tries are used up.
    /// </summary>
    public async Task<Exception?> RunAsync(Func<CancellationToken, Task> work, TimeProvider clock, CancellationToken ct)
    {
        for (var tried = 0; ;)
        {
            try
            {
                await work(ct);
                return null;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                await Task.Delay(UnavailablePause, clock, ct);
            }
            catch (Exception error)
            {
                if (tried == Cooldowns.Count)
                    return error;
                await Task.Delay(Cooldowns[tried++], clock, ct);
            }
        }
    }
}
