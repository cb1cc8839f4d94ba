using System.Globalization;
using Governance.Benchmarks.Detection.Unchanged;
using Governance.Benchmarks.Fleet;

namespace Governance.Benchmarks.Detection;

/// <summary>
/// Points from a planted shift to the alarm, beside opponents that are first made to raise no more false alarms on the
/// same family than the default detector does; the floor is the quickest of them.
/// </summary>
internal static class DelayCases
{
    private const int Streams = 15;
    private const int Points = 8_000;
    private const int ShiftAt = 3_000;
    private const int Patience = 1_000;
    private static readonly double[] s_shifts = [1, 2, 4];
    private static readonly string[] s_families =
        ["independent, normal", "heavy tails (t, 3 degrees)", "AR(1), 0.3", "daily season"];

    // From eager to patient: the first one that is calm enough is taken.
    private static readonly (string Name, Func<double, IOpponent> Of, double[] Settings)[] s_opponents =
    [
        ("ADWIN", delta => new Adwin(delta), [0.2, 0.05, 0.002, 1e-4, 1e-6, 1e-9]),
        ("KSWIN", alpha => new Kswin(alpha), [0.005, 1e-4, 1e-5, 1e-7, 1e-9]),
        ("Page–Hinkley", limit => new PageHinkley(limit), [5, 10, 20, 50, 200, 1_000]),
    ];

    public static IEnumerable<Case> All(CancellationToken ct)
    {
        foreach (var family in UnchangedStream.Families.Where(family => s_families.Contains(family.Name)))
        {
            ct.ThrowIfCancellationRequested();
            var ours = FalseAlarmCases.PointsPerAlarm(family, () => new MetricAlarm(), Streams, Points);
            var rivals = s_opponents.SelectMany(rival => Calm(family, rival, ours)).ToList();
            foreach (var shift in s_shifts)
            {
                var delays = rivals.Select(rival => Median(family, shift, rival.Fresh)).ToList();
                var own = Median(family, shift, () => new MetricAlarm());
                var quickest = delays.Append(Patience).Min();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {family.Name}, shift of {shift} σ: ours {own}; ")
                    + string.Join(", ", rivals.Zip(delays, (rival, delay) => $"{rival.Name} {delay}")));
                yield return new Case(
                    $"{family.Name}: delay after {shift} σ", own, quickest, 1, "points", Better.Lower);
            }
        }
    }

    // One that no setting makes calm enough has nothing to be compared with: its next false alarm looks like a find.
    private static IEnumerable<(string Name, Func<IOpponent> Fresh)> Calm(
        UnchangedStream family,
        (string Name, Func<double, IOpponent> Of, double[] Settings) rival,
        double every) =>
        rival.Settings
            .Select<double, (string, Func<IOpponent> Fresh)>(value => (rival.Name, () => rival.Of(value)))
            .Where(one => FalseAlarmCases.PointsPerAlarm(family, one.Fresh, Streams / 3, Points) >= every)
            .Take(1);

    // A stream on which it never alarms counts with all its patience.
    private static double Median(UnchangedStream family, double shift, Func<IOpponent> fresh)
    {
        List<double> delays = [];
        for (var seed = 0; seed < Streams; seed++)
        {
            var (value, detector) = (family.Draw(new Random(1_000 + seed)), fresh());
            // Not everywhere at the same point: ADWIN looks at every 32nd only, a season has phases.
            var start = ShiftAt + (97 * seed);
            for (var i = 0; i < start; i++)
                detector.Observe(value(i));
            var delay = 1;
            while (delay < Patience && !detector.Observe(value(start + delay - 1) + (shift * family.Deviation)))
                delay++;
            delays.Add(delay);
        }

        delays.Sort();
        return delays[delays.Count / 2];
    }
}
