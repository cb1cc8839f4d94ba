using System.Diagnostics.Metrics;

namespace Governance.Server.Behaviour.Searching;

/// <summary>What searching costs.</summary>
internal sealed class SearchMetrics : IDisposable
{
    private readonly Meter _meter = new("Governance");
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _segments;

    public SearchMetrics()
    {
        _duration = _meter.CreateHistogram<double>(
            "governance.behaviour.search.duration", "s", "From a search's begin to its last find.");
        _segments = _meter.CreateCounter<long>(
            "governance.behaviour.search.segments", "{segment}", "Segments opened, and skipped by header or filter.");
    }

    /// <summary>A search has ended.</summary>
    public void Searched(TimeSpan took, long opened, long skipped)
    {
        _duration.Record(took.TotalSeconds);
        _segments.Add(opened, new KeyValuePair<string, object?>("outcome", "opened"));
        _segments.Add(skipped, new KeyValuePair<string, object?>("outcome", "skipped"));
    }

    public void Dispose() => _meter.Dispose();
}
