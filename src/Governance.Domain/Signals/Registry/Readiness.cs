using System.Globalization;

namespace Governance.Domain.Signals.Registry;

/// <summary>What is known of a configuration on trial, beside its own stream, when it is to be made active.</summary>
/// <param name="Alarm">The alarm's name, and its runbook's.</param>
/// <param name="HasRunbook">Whether that runbook exists.</param>
/// <param name="Soak">How long a configuration is watched before it may wake anybody.</param>
/// <param name="Digest">
/// Digest of the configuration on trial as today's code judges by it: another one than it was configured under when the
/// server has been upgraded meanwhile, and then a back-test of before says nothing.
/// </param>
public sealed record Readiness(string Alarm, bool HasRunbook, TimeSpan Soak, string Digest)
{
    /// <summary>Each thing that the trial still lacks, as one would ask for it; empty: nothing.</summary>
    public IReadOnlyList<string> MissingIn(DetectorState detector, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var missing = new List<string>();
        if (detector.Trial is not { } trial)
            return missing;
        if (!HasRunbook)
            missing.Add($"a runbook for the alarm {Alarm}");
        if (trial.MonitoredSince is not { } since)
            missing.Add($"{Days(Soak)} in monitor, which do not count while the detector is off");
        else if (Soak - (now - since) is { Ticks: > 0 } left)
            missing.Add($"{Days(left)} more in monitor");
        if (detector.BackTestOf(Digest) is null)
            missing.Add($"a back-test of exactly configuration {trial.Version}");
        return missing;
    }

    private static string Days(TimeSpan span) =>
        span < TimeSpan.FromDays(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalHours):0} hours")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalDays):0} days");
}
