using Governance.Domain.Intake;

namespace Governance.Server.Intake.Completeness;

/// <summary>What is still taken for complete.</summary>
/// <param name="LimitShare">Share of the stated records that may be missing, 0..1.</param>
/// <param name="LimitRecords">So few missing records say nothing, whatever their share.</param>
/// <param name="Delay">A sender's own delay: what was stated later than this ago is not judged yet.</param>
/// <param name="Every">Between two comparisons.</param>
internal sealed record CompletenessSettings(double LimitShare, int LimitRecords, TimeSpan Delay, TimeSpan Every)
{
    /// <summary>
    /// Reads <c>Completeness:LimitPercent</c> (0.5), <c>Completeness:LimitRecords</c> (5),
    /// <c>Completeness:DelaySeconds</c> (60) and <c>Completeness:EverySeconds</c> (5).
    /// </summary>
    internal static CompletenessSettings Read(IConfiguration configuration)
    {
        var percent = configuration.GetValue("Completeness:LimitPercent", 0.5);
        var records = configuration.GetValue("Completeness:LimitRecords", 5);
        var delay = configuration.GetValue("Completeness:DelaySeconds", 60.0);
        var every = configuration.GetValue("Completeness:EverySeconds", 5.0);
        ArgumentOutOfRangeException.ThrowIfNegative(percent, "Completeness:LimitPercent");
        ArgumentOutOfRangeException.ThrowIfNegative(records, "Completeness:LimitRecords");
        ArgumentOutOfRangeException.ThrowIfNegative(delay, "Completeness:DelaySeconds");
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 0.1, "Completeness:EverySeconds");
        return new CompletenessSettings(
            percent / 100, records, TimeSpan.FromSeconds(delay), TimeSpan.FromSeconds(every));
    }

    /// <summary>How many records of that hour may be missing.</summary>
    internal double AllowedOf(HourBalance hour) =>
        Math.Max(LimitRecords, (hour.Stated * LimitShare) + hour.Tolerance);

    /// <summary>Whether more are missing than that.</summary>
    internal bool IsShort(HourBalance hour) => hour.Missing > AllowedOf(hour);
}
