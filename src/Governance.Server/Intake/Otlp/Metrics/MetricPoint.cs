namespace Governance.Server.Intake.Otlp.Metrics;

/// <summary>What a metric's points are.</summary>
internal enum MetricKind
{
    /// <summary>A gauge or a summary: neither adds up over time.</summary>
    Other,

    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A histogram, its buckets explicit or exponential.</summary>
    Histogram,
}

/// <summary>Over what time a point counts.</summary>
internal enum Temporality
{
    /// <summary>Not said: the point cannot be used.</summary>
    Unspecified = 0,

    /// <summary>Since the stream's last point.</summary>
    Delta = 1,

    /// <summary>Since the stream's start; a new start time is a reset.</summary>
    Cumulative = 2,
}

/// <summary>Sees the data points of a metrics request, whatever its encoding; a point's attributes before its
/// end.</summary>
internal interface IMetricVisitor : IAttributeVisitor
{
    /// <summary>A resource begins; what was said of the last one is past.</summary>
    void BeginResource();

    /// <summary>A data point begins.</summary>
    void BeginPoint();

    /// <summary>The point is complete.</summary>
    void EndPoint(MetricPoint point);
}

/// <summary>One data point beside its attributes. One instance is filled again and again by a reader.</summary>
internal sealed class MetricPoint
{
    /// <summary>
    /// Buckets with something in them; an SDK makes at most 160 exponential ones, and explicit ones by hand.
    /// </summary>
    public const int BucketsMax = 320;

    /// <summary>The metric's name; of a name that is no text or longer than any known one, empty.</summary>
    public string Metric { get; set; } = "";

    public MetricKind Kind { get; set; }

    public Temporality Temporality { get; set; }

    /// <summary>When the stream began; ns since 1970, 0 = not sent.</summary>
    public ulong StartNanos { get; set; }

    /// <summary>When the point was taken; ns since 1970, 0 = not sent.</summary>
    public ulong TimeNanos { get; set; }

    /// <summary>A gap marked as such: the point carries no value.</summary>
    public bool IsGap { get; set; }

    /// <summary>Measurements of a histogram; of a counter its value, rounded.</summary>
    public double Count { get; set; }

    /// <summary>Sum of a histogram's measurements, in the metric's unit; null where not sent.</summary>
    public double? Sum { get; set; }

    public double? Min { get; set; }

    public double? Max { get; set; }

    /// <summary>
    /// Filled buckets by their upper bound, ascending; infinite for the last. Bounded by <see cref="BucketsMax"/>.
    /// </summary>
    public List<(double UpTo, ulong Count)> Buckets { get; } = [];

    /// <summary>Why the point cannot be read though the request can; null for a sound one.</summary>
    public string? Fault { get; set; }

    /// <summary>Forgets the last point; name, kind and temporality are the metric's and stay.</summary>
    public void Clear()
    {
        (StartNanos, TimeNanos, IsGap, Count) = (0, 0, false, 0);
        (Sum, Min, Max, Fault) = (null, null, null, null);
        Buckets.Clear();
    }

    /// <summary>Adds a bucket, if anything is in it.</summary>
    public void AddBucket(double upTo, ulong count)
    {
        if (count == 0)
            return;
        if (Buckets.Count == BucketsMax)
            Fault ??= $"a histogram has more than {BucketsMax} filled buckets";
        else
            Buckets.Add((upTo, count));
    }
}
