using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;
using Governance.Server.Signals.Conditions;

namespace Governance.Server.Intake.Completeness;

/// <summary>
/// Compares what is held with what senders count, on the one node that has the duty: an hour that is over becomes a
/// fact, an hour that late data has mended another one, and a shortfall beyond the limit a signal.
/// </summary>
internal sealed class CompletenessWatch(
    CompletenessLedger ledger,
    OpenConditions open,
    ConditionSignals signals,
    CompletenessMetrics metrics,
    Transactor transactor,
    FoldRunner folds,
    EventStore store,
    CompletenessSettings settings,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<CompletenessWatch> log) : BackgroundService
{
    /// <summary>A shortfall beyond this share is more than a nuisance: whoever looks at the model is misled.</summary>
    private const double GraveShare = 0.05;

    /// <summary>The running hour and the one before: a shortfall holds until both are complete.</summary>
    private const int HoursJudged = 2;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly Actor s_by = Actor.Part("completeness-watch");

    /// <summary>Compares once, over everything that the log holds, as of a time.</summary>
    internal async Task JudgeAsync(DateTimeOffset now, CancellationToken ct)
    {
        await folds.WaitForAsync((await store.HeadAsync(ct)).Position, ct);
        var through = now - settings.Delay;
        var isOpen = open.Of(SignalKind.Incomplete).Select(condition => condition.Deployment).ToHashSet();
        foreach (var one in ledger.StandingAt(through))
        {
            foreach (var hour in one.Hours.Where(hour => hour.Hour + s_hour <= through))
                await RecordAsync(one, hour, ct);
            await SignalAsync(one, isOpen.Contains(one.Deployment), now, ct);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SoleDuty("completeness-watch", node.Id, leases, clock, log).RunAsync(LoopAsync, stoppingToken);

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
                log.LogWarning(failure, "Completeness could not be judged; it is tried again.");
            }

            await Task.Delay(settings.Every, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RecordAsync(CompletenessLedger.Standing one, HourBalance hour, CancellationToken ct)
    {
        if (!hour.Agrees(one.Recorded.Find(hour.Hour)))
        {
            await transactor.TransactAsync(
                CompletenessStreams.Completeness,
                one.Deployment.Value,
                (state, _) => new ReconcileHour(hour).Decide(state),
                s_by,
                ct: ct);
        }
    }

    private async Task SignalAsync(
        CompletenessLedger.Standing one, bool isOpen, DateTimeOffset now, CancellationToken ct)
    {
        var latest = one.Hours.TakeLast(HoursJudged).ToList();
        var worst = latest.Where(settings.IsShort).MaxBy(hour => hour.Missing);
        metrics.Set(one.Name, worst?.Missing ?? 0);
        var condition = new Condition(one.Deployment, one.Name, SignalKind.Incomplete);
        if (worst is not null && !isOpen)
        {
            var seen = new ConditionSeen(
                $"{one.Name}: {CompletenessText.Of([worst])}",
                "records missing",
                worst.Missing,
                Math.Floor(settings.AllowedOf(worst)),
                "");
            var hint = worst.Missing > worst.Stated * GraveShare ? Severity.Sev3 : Severity.Sev4;
            var finding = new ConditionFinding(seen, hint, worst.Hour, now, new SignalSource(one.Position, 0));
            await signals.RaiseAsync(condition, finding, transactor, s_by, ct);
        }
        else if (worst is null && isOpen)
        {
            var reason = $"The latest hours are complete within the limit: {CompletenessText.Of(latest)}.";
            await signals.ClearAsync(condition, reason, new SignalSource(one.Position, 1), transactor, s_by, ct);
        }
    }
}
