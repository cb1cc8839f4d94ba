using Governance.Benchmarks.Detection.Unchanged;
using Governance.Benchmarks.Fleet;
using Governance.Detection.Metrics;

namespace Governance.Benchmarks.Detection;

/// <summary>Points between false alarms on streams without a change, against what was asked.</summary>
internal static class FalseAlarmCases
{
    /// <summary>A day at a point a minute: the season has to be seen once before it can be known.</summary>
    public const int FirstDay = 1_440;

    private const int Streams = 20;
    private const int Points = 20_000;
    private static readonly double[] s_asked = [1_000, 5_000];

    public static IEnumerable<Case> Of(UnchangedStream family, CancellationToken ct)
    {
        foreach (var asked in s_asked)
        {
            ct.ThrowIfCancellationRequested();
            var every = PointsPerAlarm(
                family, () => new MetricAlarm(new MetricOptions { FalseAlarmEvery = asked }), Streams, Points);
            yield return new Case($"{family.Name}: points per false alarm", every, asked, 1, "points", Better.Higher);
        }
    }

    /// <summary>Points after the first day over alarms; one alarm is assumed when there was none.</summary>
    public static double PointsPerAlarm(
        UnchangedStream family, Func<IOpponent> fresh, int streams, int points)
    {
        var alarms = 0;
        for (var seed = 0; seed < streams; seed++)
        {
            var (value, detector) = (family.Draw(new Random(seed)), fresh());
            for (var i = 0; i < FirstDay + points; i++)
            {
                if (detector.Observe(value(i)))
                    alarms += i >= FirstDay ? 1 : 0;
            }
        }

        return (double)streams * points / Math.Max(1, alarms);
    }
}
