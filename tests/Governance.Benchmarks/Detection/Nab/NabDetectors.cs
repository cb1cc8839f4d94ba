using Governance.Benchmarks.Fleet;
using Governance.Detection;
using Governance.Detection.Metrics;

namespace Governance.Benchmarks.Detection.Nab;

/// <summary>The detectors that may be run over a folder of streams, by name; each is fresh for every file.</summary>
internal static class NabDetectors
{
    public const string Default = "default";

    /// <summary>
    /// The threshold that is shipped, in the unit of the row scores: a half, whatever the detector's own scale.
    /// </summary>
    public const double ShippedThreshold = 0.5;

    private static readonly Dictionary<string, Func<Func<DateTimeOffset, double, double>>> s_known = new()
    {
        [Default] = Metric,
        ["page-hinkley"] = () => Flags(new PageHinkley(50)),
        ["adwin"] = () => Flags(new Adwin(0.002)),
        ["kswin"] = () => Flags(new Kswin(0.005)),
    };

    public static IEnumerable<string> Names => s_known.Keys;

    /// <summary>One score in [0, 1] per row, from that row and those before it.</summary>
    public static IReadOnlyList<double> Scores(string detector, NabFile file)
    {
        var score = s_known[detector]();
        return [.. file.Times.Zip(file.Values, score)];
    }

    // One row per episode: while one is open, the rows that belong to it score nothing.
    private static Func<DateTimeOffset, double, double> Metric()
    {
        var detector = new MetricDetector();
        return (time, value) =>
        {
            var verdict = detector.Observe(time, value);
            return verdict.Outcome is Outcome.Raised || (verdict.Outcome is Outcome.Quiet && !verdict.IsOpen)
                ? verdict.Share
                : 0;
        };
    }

    private static Func<DateTimeOffset, double, double> Flags(IOpponent detector) =>
        (_, value) => detector.Observe(value) ? 1 : 0;
}
