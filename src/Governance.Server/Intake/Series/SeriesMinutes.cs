using Governance.Domain.Intake;

namespace Governance.Server.Intake.Series;

/// <summary>
/// Makes minutes of points. What a cumulative stream counted between two points belongs to the later one's minute; a
/// new start, or a count that fell, is a reset and counts from nought. A stream met for the first time counts wholly
/// only if it is young or its process was heard before; else nobody knows when that was, and it only gives the ground.
/// </summary>
internal static class SeriesMinutes
{
    /// <summary>A stream that began this shortly before its first point is heard from its beginning.</summary>
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(5);

    /// <summary>
    /// What a row is known by: of a cumulative stream its minute, whose last point tells all; else its own time, since
    /// each point adds.
    /// </summary>
    public static DateTimeOffset KeyTimeOf(SeriesPoint point) => point.IsCumulative ? MinuteOf(point.At) : point.At;

    /// <summary>The minutes from <paramref name="from"/> on, by metric, model, operation, type and time.</summary>
    /// <param name="points">In any order; those before <paramref name="from"/> only give the ground.</param>
    /// <param name="from">The first minute.</param>
    public static IReadOnlyList<SeriesMinute> Of(IReadOnlyCollection<SeriesPoint> points, DateTimeOffset from)
    {
        var heard = points.GroupBy(point => point.Source).ToDictionary(one => one.Key, one => one.Min(p => p.At));
        return
        [
            .. points.GroupBy(point => (point.Stream, point.StartedAt))
                .SelectMany(stream => Growth([.. stream.OrderBy(point => point.At)], heard))
                .Where(point => point.At >= from)
                .GroupBy(point => new Line(
                    point.Metric, point.Model, point.Operation, point.TokenType, MinuteOf(point.At)))
                .Select(Sum)
                .OrderBy(minute => minute.Metric, StringComparer.Ordinal)
                .ThenBy(minute => minute.Model, StringComparer.Ordinal)
                .ThenBy(minute => minute.Operation, StringComparer.Ordinal)
                .ThenBy(minute => minute.TokenType, StringComparer.Ordinal)
                .ThenBy(minute => minute.Minute),
        ];
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>By how much one stream grew at each of its points.</summary>
    private static IEnumerable<SeriesPoint> Growth(
        IReadOnlyList<SeriesPoint> stream, Dictionary<string, DateTimeOffset> heard)
    {
        SeriesPoint? before = null;
        foreach (var point in stream)
        {
            if (!point.IsCumulative)
                yield return point;
            else if (before is null ? IsWhole(point, heard[point.Source]) : point.Count < before.Count)
                yield return point;
            else if (before is not null && point.Count > before.Count)
                yield return Between(before, point);
            before = point;
        }
    }

    private static bool IsWhole(SeriesPoint first, DateTimeOffset heard) =>
        first.At - first.StartedAt <= s_young || first.At > heard;

    /// <summary>Smallest and largest are told since the start, so of the time between nobody knows them.</summary>
    private static SeriesPoint Between(SeriesPoint before, SeriesPoint point) => point with
    {
        Count = point.Count - before.Count,
        Sum = point.Sum - before.Sum,
        Min = null,
        Max = null,
        Buckets = Between(before.Buckets, point.Buckets),
    };

    private static IReadOnlyList<SeriesBucket> Between(
        IReadOnlyList<SeriesBucket> before, IReadOnlyList<SeriesBucket> after)
    {
        var counts = after.ToDictionary(bucket => bucket.UpTo ?? double.PositiveInfinity, bucket => bucket.Count);
        foreach (var bucket in before)
        {
            // An exponential histogram that changed its scale has other buckets: nothing to subtract from.
            var upTo = bucket.UpTo ?? double.PositiveInfinity;
            if (counts.GetValueOrDefault(upTo) is var now && now < bucket.Count)
                return [];
            counts[upTo] -= bucket.Count;
        }
        return Ordered(counts);
    }

    private static SeriesMinute Sum(IGrouping<Line, SeriesPoint> of)
    {
        var points = of.ToList();
        var buckets = new Dictionary<double, long>();
        foreach (var bucket in points.SelectMany(point => point.Buckets))
        {
            var upTo = bucket.UpTo ?? double.PositiveInfinity;
            buckets[upTo] = buckets.GetValueOrDefault(upTo) + bucket.Count;
        }
        return new SeriesMinute(
            of.Key.Metric,
            of.Key.Model,
            of.Key.Operation,
            of.Key.TokenType,
            of.Key.Minute,
            points.Sum(point => point.Count),
            points.TrueForAll(point => point.Sum is not null) ? points.Sum(point => point.Sum) : null,
            points.TrueForAll(point => point.Min is not null) ? points.Min(point => point.Min) : null,
            points.TrueForAll(point => point.Max is not null) ? points.Max(point => point.Max) : null,
            points.TrueForAll(point => point.Buckets.Count > 0) ? Ordered(buckets) : []);
    }

    private static IReadOnlyList<SeriesBucket> Ordered(Dictionary<double, long> counts) =>
    [
        .. counts.Where(one => one.Value > 0).OrderBy(one => one.Key)
            .Select(one => new SeriesBucket(double.IsFinite(one.Key) ? one.Key : null, one.Value)),
    ];

    private readonly record struct Line(
        string Metric, string? Model, string? Operation, string? TokenType, DateTimeOffset Minute);
}
