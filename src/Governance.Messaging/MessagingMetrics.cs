using System.Diagnostics.Metrics;

namespace Governance.Messaging;

/// <summary>What messaging says about itself. A gauge that was never measured reports nothing, not zero.</summary>
public sealed class MessagingMetrics
{
    /// <summary>The product's one meter: whoever collects it collects every room.</summary>
    private const string MeterName = "Governance";

    private readonly Histogram<double> _lateness;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _handled;
    private Func<long>? _overdue;
    private long? _pending;
    private long? _dead;
    private long? _queued;

    /// <summary>Creates the instruments.</summary>
    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lateness = meter.CreateHistogram(
            "governance.timers.lateness", "s", "How late durable timers fired.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [.01, .025, .05, .1, .25, .5, 1, 5, 30, 300] });
        _sent = meter.CreateCounter<long>(
            "governance.outbox.sent", "{attempt}", "Attempts to deliver a message, by outcome.");
        meter.CreateObservableGauge(
            "governance.queue.waiting", () => Now(_queued), "{message}",
            "Local messages neither handled nor given up; told by the node that runs the first shard.");
        _handled = meter.CreateCounter<long>(
            "governance.queue.handled", "{message}", "Tries to handle a local message, by type and outcome.");
        meter.CreateObservableGauge(
            "governance.timers.overdue", () => Now(_overdue?.Invoke()), "{timer}", "Timers past due and not fired.");
        meter.CreateObservableGauge(
            "governance.outbox.pending", () => Now(_pending), "{message}", "Messages not yet delivered or given up.");
        meter.CreateObservableGauge(
            "governance.dead_letters", () => Now(_dead), "{letter}", "Work given up on and waiting for a human.");
    }

    internal void ObserveOverdue(Func<long> count) => _overdue = count;

    internal void Fired(TimeSpan lateness) => _lateness.Record(lateness.TotalSeconds);

    internal void Sent(string outcome) => _sent.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Queued(long? waiting) => _queued = waiting;

    internal void Handled(string type, string outcome) => _handled.Add(
        1, new KeyValuePair<string, object?>("type", type), new KeyValuePair<string, object?>("outcome", outcome));

    internal void Measured(long pending, long dead)
    {
        _pending = pending;
        _dead = dead;
    }

    private static IEnumerable<Measurement<long>> Now(long? value) =>
        value is { } known ? [new Measurement<long>(known)] : [];
}
