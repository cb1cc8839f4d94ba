using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.EventSourcing.Projections;
using Governance.Messaging;
using Governance.Postgres;

namespace Governance.Server.Pipeline;

/// <summary>
/// Feeds the in-memory read models, in commit order. The server accepts no request before they have caught up. At an
/// event type that this binary does not know it stops: a read model that is known to be stale (<see cref="StoppedAt"/>)
/// is safer than one that is wrong without knowing.
/// </summary>
public sealed class FoldRunner(
    IEnumerable<IFold> folds, EventStore store, TimeProvider clock, ILogger<FoldRunner> log)
    : IHostedService, IDisposable
{
    /// <summary>Events read at once while catching up.</summary>
    private const int PageSize = 1_000;

    private readonly IReadOnlyList<IFold> _folds = [.. folds];
    private readonly ProgressMark _progress = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The folds have taken in everything up to here.</summary>
    public long Position => _progress.Position;

    /// <summary>The first event that this binary does not know, or null while the folds are current.</summary>
    public Fact? StoppedAt { get; private set; }

    /// <summary>Completes once the folds have taken in everything up to <paramref name="position"/>.</summary>
    public Task WaitForAsync(long position, CancellationToken ct) => _progress.WaitForAsync(position, ct);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(cancellationToken);
        while (Position < head.Position && StoppedAt is null)
            await StepAsync(cancellationToken);
        _following = Task.Run(FollowAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following;
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync()
    {
        while (!_stopping.IsCancellationRequested && StoppedAt is null)
        {
            try
            {
                await store.WaitForPastAsync(Position, _stopping.Token);
                await StepAsync(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                await Task.Delay(ErrorPolicy.UnavailablePause, clock, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StepAsync(CancellationToken ct)
    {
        var withoutBehaviour = !_folds.Any(fold => fold.WantsBehaviour);
        var page = await store.ReadPageAsync(Position, PageSize, null, withoutBehaviour, ct);
        foreach (var recorded in page.Events)
        {
            var fact = EventTypes.Decode(recorded);
            if (fact.Event is Unreadable { Known: false })
            {
                log.LogCritical("Read models stop at {Position}: {Type} is unknown.", fact.Position, recorded.Type);
                StoppedAt = fact;
                return;
            }

            Apply(fact);
            _progress.Set(fact.Position);
        }

        _progress.Set(page.Through);
    }

    private void Apply(Fact fact)
    {
        var behaviour = EventTypes.IsBehaviour(fact.Recorded.Type);
        foreach (var fold in _folds)
        {
            if (behaviour && !fold.WantsBehaviour)
                continue;
            try
            {
                fold.Apply(fact);
            }
            catch (Exception error)
            {
                // One read model's mistake must not freeze the others, above all not the table that gateways obey.
                log.LogError(error, "{Fold} failed at {Position}.", fold.GetType().Name, fact.Position);
            }
        }
    }
}
