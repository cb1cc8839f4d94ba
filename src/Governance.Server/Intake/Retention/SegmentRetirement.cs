using Governance.Domain;
using Governance.Domain.Audit;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Server.Intake.Retention;

/// <summary>
/// Drops the bytes of days that are older than the retention, on the one node that has the duty. A day's going is a
/// fact, written before it goes, so that nobody can take it for a loss.
/// </summary>
internal sealed class SegmentRetirement(
    RetentionSettings settings,
    SegmentRetention retention,
    EvidenceHeld evidence,
    EventStore store,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<SegmentRetirement> log) : BackgroundService
{
    private static readonly TimeSpan s_looking = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Retires what is due now.</summary>
    internal async Task RetireAsync(CancellationToken ct)
    {
        if (settings.Days is not { } days)
            return;
        var firstKept = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-days);
        await retention.DropBeforeAsync(firstKept, await evidence.ReadAsync(ct), day => RecordAsync(day, ct), ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => settings.Days is null
        ? Task.CompletedTask
        : new SoleDuty("segment-retention", node.Id, leases, clock, log).RunAsync(LoopAsync, stoppingToken);

    private async Task LoopAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pause = s_looking;
            try
            {
                await RetireAsync(ct);
            }
            catch (Exception failure) when (
                failure is ConcurrencyException || StoreUnavailableException.Describes(failure))
            {
                log.LogWarning(failure, "Old behaviour could not be retired; it is tried again.");
                pause = s_afterFailure;
            }

            await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The id follows from the day: a node that dies between this and the drop records it once.</summary>
    private async Task RecordAsync(RetiredDay day, CancellationToken ct)
    {
        var retired = new AuditEvent.SegmentsRetired(day.Day, day.Segments, day.Observations, day.Held);
        var id = new DerivedIds($"segment-retention\n{day.Day:yyyy-MM-dd}").Of("retired", 0, 0);
        await store.AppendAsync(
            new AppendRequest(
                [new StreamAppend("audit-log", ExpectedVersion.Any, [EventTypes.Encode(retired, id)])],
                new AppendMetadata(Actor.Part("intake").Id)),
            ct);
        log.LogInformation(
            "{Segments} segments of {Day} are retired, {Held} are held.", day.Segments, day.Day, day.Held);
    }
}
