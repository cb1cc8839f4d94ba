using Governance.Benchmarks.Fleet;
using Governance.Detection;
using Governance.Detection.Metrics;

namespace Governance.Benchmarks.Detection;

/// <summary>The default detector behind the opponents' interface: one point a minute, an alarm per episode.</summary>
internal sealed class MetricAlarm(MetricOptions? options = null) : IOpponent
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly MetricDetector _detector = new(options);

    public bool Observe(double value) =>
        _detector.Observe(s_start.AddMinutes(_detector.Count), value).Outcome is Outcome.Raised;
}
