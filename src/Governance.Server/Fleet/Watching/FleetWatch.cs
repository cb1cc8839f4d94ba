using Governance.Domain;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;
using Governance.Server.Signals.Conditions;

namespace Governance.Server.Fleet.Watching;

/// <summary>
/// Compares the registry with what is heard, again and again, on the one node that has the duty, and makes the log say
/// what holds. It keeps nothing itself: whoever takes over, after whatever crash, finds the same.
/// </summary>
internal sealed class FleetWatch(
    HeardDeployments heard,
    OpenConditions open,
    ConditionSignals signals,
    SegmentReader segments,
    Transactor transactor,
    FoldRunner folds,
    EventStore store,
    FleetSettings settings,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<FleetWatch> log) : BackgroundService
{
    private static readonly Actor s_by = Actor.Part("fleet-watch");

    /// <summary>Judges once, over everything that the log holds, as of a time.</summary>
    internal async Task JudgeAsync(DateTimeOffset now, CancellationToken ct)
    {
        await folds.WaitForAsync((await store.HeadAsync(ct)).Position, ct);
        var plan = FleetPlan.Of(heard.All(), open.Of(FleetRules.Kinds), now);
        foreach (var (condition, reason, source) in plan.Clear)
            await signals.ClearAsync(condition, reason, source, transactor, s_by, ct);
        foreach (var (condition, finding, shownBy) in plan.Raise)
        {
            var shown = finding with { Addresses = await ShowAsync(shownBy, ct) };
            await signals.RaiseAsync(condition, shown, transactor, s_by, ct);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SoleDuty("fleet-watch", node.Id, leases, clock, log).RunAsync(LoopAsync, stoppingToken);

    private async Task LoopAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await JudgeAsync(clock.GetUtcNow(), ct);
            }
            catch (Exception failure) when (
                failure is ConcurrencyException || StoreUnavailableException.Describes(failure))
            {
                log.LogWarning(failure, "The fleet could not be judged; it is tried again.");
            }

            await Task.Delay(settings.WatchEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Observations of the latest segment that holds what is served against the registry.</summary>
    private async Task<IReadOnlyList<ObservationAddress>> ShowAsync(ServedSighting? served, CancellationToken ct)
    {
        if (served is null)
            return [];
        var position = served.Last.Position;
        return
        [
            .. (await segments.ReadAsync(position, ct)).Index()
                .Where(one => one.Item.ModelVersion == served.Version
                    && (served.Digest is null || one.Item.ModelDigest == served.Digest))
                .Take(SignalEvidence.MaxAddresses)
                .Select(one => new ObservationAddress(position, one.Index)),
        ];
    }
}
