using System.Diagnostics.Metrics;

namespace Governance.EventSourcing.Appending;

/// <summary>How the door is used: how long batches wait for it, how long they hold it, how much they carry.</summary>
internal sealed class AppendMetrics
{
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _waited;
    private readonly Histogram<double> _held;
    private readonly Histogram<long> _events;

    public AppendMetrics(Meter meter, TimeProvider clock, Func<int> waiting)
    {
        _clock = clock;
        _waited = meter.CreateHistogram<double>(
            "governance.store.lock.wait", "s", "From coming to the door until the append lock is held.");
        _held = meter.CreateHistogram<double>(
            "governance.store.lock.held", "s", "From holding the append lock until the commit is durable.");
        _events = meter.CreateHistogram<long>("governance.store.batch.size", "{event}", "Events in one commit.");
        meter.CreateObservableGauge(
            "governance.store.appends.waiting", waiting, "{append}", "Appends that wait for the next commit.");
    }

    public long Now => _clock.GetTimestamp();

    /// <summary>A batch that came at one time is inside now; answers when that is.</summary>
    public long Entered(long came)
    {
        var now = Now;
        _waited.Record(_clock.GetElapsedTime(came, now).TotalSeconds);
        return now;
    }

    /// <summary>A batch is committed.</summary>
    public void Left(long entered, Batch batch)
    {
        _held.Record(_clock.GetElapsedTime(entered).TotalSeconds);
        _events.Record(batch.Events);
    }
}
