using Governance.Domain;
using Governance.EventSourcing;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline;

/// <summary>Joins timers and log: the timer's row goes in the commit of the facts that its firing makes.</summary>
internal sealed class TimerFiring(
    IEnumerable<ITimerHandler> handlers, Transactor transactor, TimerTable timers, TimeProvider clock) : ITimerFiring
{
    // Bounded by the kinds of timer in the product.
    private readonly Dictionary<string, ITimerHandler> _handlers =
        handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    public async Task FireAsync(DueTimer timer, Lease lease, CancellationToken ct)
    {
        if (!_handlers.TryGetValue(timer.Kind, out var handler))
            throw new InvalidOperationException($"Nobody handles timers of kind {timer.Kind}.");
        var cause = Cause.Timer(timer, Actor.Part(timer.Kind), lease, clock.GetUtcNow());
        var context = Reacting.By(transactor, cause, handler.MayEmit, ct);
        try
        {
            await handler.FireAsync(timer, context);
            if (!context.HasCommitted)
                await timers.RemoveAsync(timer, ct);
        }
        catch (RowGuardFailedException refused) when (Cause.HasLostItsLease(refused))
        {
            throw new StoreUnavailableException("This node no longer fires timers of that shard.", refused);
        }
        catch (RowGuardFailedException)
        {
            // Cancelled, armed anew, or fired by another node since it was read: it is not ours any more.
        }
    }
}
