using System.Collections.Immutable;
using System.Globalization;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;

namespace Governance.Server.Clocks.Acts;

/// <summary>What people and programs send, read strictly: an unknown word is refused, never dropped.</summary>
internal static class ClockWordsIn
{
    /// <summary>The classification, or null when the word is none.</summary>
    public static Classification? ClassificationOf(string? word) =>
        Enum.TryParse<Classification>(word, ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : null;

    /// <summary>The circumstances, or null when one of the words is none.</summary>
    public static ImmutableSortedSet<Circumstance>? CircumstancesOf(IEnumerable<string>? words)
    {
        var read = ImmutableSortedSet.CreateBuilder<Circumstance>();
        foreach (var word in words ?? [])
        {
            if (!Enum.TryParse<Circumstance>(word, ignoreCase: true, out var one) || !Enum.IsDefined(one))
                return null;
            read.Add(one);
        }

        return read.ToImmutable();
    }

    /// <summary>The point of a report, or null when the word is none.</summary>
    public static ReportPoint? PointOf(string? word) =>
        Enum.TryParse<ReportPoint>(word, ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : null;

    /// <summary>A time in UTC, as a form's <c>datetime-local</c> or ISO 8601; null when it is none.</summary>
    public static DateTimeOffset? TimeOf(string? text) => DateTimeOffset.TryParse(
        text,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var at)
        ? at
        : null;

    /// <summary>A text with one form of line ends and without blanks around.</summary>
    public static string TextOf(string? text) => text?.ReplaceLineEndings("\n").Trim() ?? "";
}
