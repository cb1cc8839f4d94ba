using System.Globalization;
using Governance.Domain.Intake;

namespace Governance.Server.Intake.Completeness;

/// <summary>How completeness is said: always against the sender's own count, or unknown.</summary>
public static class CompletenessText
{
    /// <summary>Where no sender counts.</summary>
    public const string Unknown = "completeness unknown: no sender counts";

    /// <summary><c>held 10,398 of 10,412 (99.87 %), 14 unexplained</c>.</summary>
    public static string Of(IReadOnlyCollection<HourBalance> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var (stated, held) = (hours.Sum(hour => hour.Stated), hours.Sum(hour => hour.Held));
        return hours.Count == 0 ? Unknown
            : stated == 0 ? "held 0 of 0: the senders counted nothing"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"held {held:#,0} of {stated:#,0} ({ShareOf(held, stated)} %), {stated - held:#,0} unexplained");
    }

    /// <summary>In percent; what is less than all is never shown as 100.</summary>
    private static string ShareOf(long held, long stated)
    {
        var percent = Math.Floor(held * 10_000.0 / stated) / 100;
        return percent.ToString("0.##", CultureInfo.InvariantCulture);
    }
}
