using Governance.Benchmarks.Detection.Unchanged;
using Governance.Detection.Metrics;

namespace Governance.Benchmarks.Detection;

/// <summary>
/// What the default detector costs: one stream as fast as it goes, and ten thousand live ones. In processor time, so
/// that a busy machine does not count against it.
/// </summary>
internal static class SpeedCases
{
    private const int Live = 10_000;
    private const int Values = 100_000;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Case> All(TimeSpan length)
    {
        var dice = new Random(1);
        double[] values = [.. Enumerable.Range(0, Values).Select(_ => UnchangedStream.Normal(dice))];
        yield return new Case(
            "points of one stream", PointsPerSecond(values, length), 1_000_000, 1, "points/s", Better.Higher);
        yield return new Case(
            $"{Live:N0} live series, a point each", SecondsPerRound(values, length), 1, 0.1, "s/s", Better.Lower);
    }

    private static double PointsPerSecond(double[] values, TimeSpan length)
    {
        var detector = new MetricDetector();
        var (points, started) = (0L, Environment.CpuUsage.TotalTime);
        while (Environment.CpuUsage.TotalTime - started < length)
        {
            foreach (var value in values)
                detector.Observe(s_start.AddTicks(points++ * TimeSpan.TicksPerSecond), value);
        }

        return points / (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }

    private static double SecondsPerRound(double[] values, TimeSpan length)
    {
        const int warm = 300;
        MetricDetector[] live = [.. Enumerable.Range(0, Live).Select(_ => new MetricDetector())];
        for (var round = 0; round < warm; round++)
            Round(live, values, round);
        var (rounds, started) = (0, Environment.CpuUsage.TotalTime);
        for (; Environment.CpuUsage.TotalTime - started < length; rounds++)
            Round(live, values, warm + rounds);
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds / rounds;
    }

    private static void Round(MetricDetector[] live, double[] values, int round)
    {
        for (var i = 0; i < live.Length; i++)
        {
            var time = s_start.AddTicks(round * TimeSpan.TicksPerSecond);
            live[i].Observe(time, values[((round * 7_919) + i) % values.Length]);
        }
    }
}
