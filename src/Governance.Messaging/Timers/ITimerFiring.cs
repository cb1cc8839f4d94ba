using Governance.Postgres.Leasing;

namespace Governance.Messaging.Timers;

/// <summary>
/// What firing means: the border to whoever knows the log. Messaging itself knows only rows and time.
/// </summary>
public interface ITimerFiring
{
    /// <summary>
    /// Handles the timer and removes its row, with <see cref="TimerTable.Take"/> in the commit of the facts it makes or
    /// with <see cref="TimerTable.RemoveAsync"/> when it makes none. An exception means it is to be tried again.
    /// </summary>
    /// <param name="lease">Of the timer's shard: its guard goes into that commit.</param>
    Task FireAsync(DueTimer timer, Lease lease, CancellationToken ct);
}
