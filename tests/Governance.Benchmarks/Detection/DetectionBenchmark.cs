using Governance.Benchmarks.Detection.Unchanged;

namespace Governance.Benchmarks.Detection;

/// <summary>The default detector on streams whose truth is known: false alarms, delay, speed.</summary>
internal static class DetectionBenchmark
{
    public static Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        List<Case> cases = [];
        if (options.Wants("false-alarms"))
            cases.AddRange(UnchangedStream.Families.SelectMany(family => FalseAlarmCases.Of(family, ct)));
        if (options.Wants("delay"))
            cases.AddRange(DelayCases.All(ct));
        if (options.Wants("speed"))
            cases.AddRange(SpeedCases.All(options.Length));
        return Task.FromResult<IReadOnlyList<Case>>(cases);
    }
}
