using System.Diagnostics;
using System.Globalization;

namespace Governance.Domain.Clocks.Regimes;

/// <summary>In what a period is counted.</summary>
public enum PeriodUnit
{
    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Days of the calendar.</summary>
    Days,

    /// <summary>Days that are neither weekend nor holiday.</summary>
    WorkingDays,

    /// <summary>Weeks.</summary>
    Weeks,

    /// <summary>At once; the law gives no number.</summary>
    Immediately,

    /// <summary>Nothing is due: something must not be done for as long as it runs.</summary>
    Hold,
}

/// <summary>A law's period, e.g. <c>15 days</c>, <c>72 hours</c>, <c>immediately</c>, <c>hold</c>.</summary>
public readonly record struct Period(int Length, PeriodUnit Unit)
{
    /// <summary>At once.</summary>
    public static Period AtOnce { get; } = new(0, PeriodUnit.Immediately);

    /// <summary>Reads a period as it is written in a pack.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Period Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text is "immediately")
            return AtOnce;
        if (text is "hold")
            return new Period(0, PeriodUnit.Hold);
        var (length, unit) = text.Split(' ', 2) is [var number, var word] ? (number, word) : ("", "");
        return int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new Period(count, UnitOf(unit))
            : throw new FormatException($"\"{text}\" is no period: e.g. 15 days, 72 hours, immediately or hold.");
    }

    /// <inheritdoc/>
    public override string ToString() => Unit switch
    {
        PeriodUnit.Immediately => "immediately",
        PeriodUnit.Hold => "hold",
        PeriodUnit.WorkingDays => $"{Length} working days",
        _ => $"{Length} {Unit.ToString().ToLowerInvariant()}",
    };

    private static PeriodUnit UnitOf(string word) => word switch
    {
        "hours" => PeriodUnit.Hours,
        "days" => PeriodUnit.Days,
        "working days" => PeriodUnit.WorkingDays,
        "weeks" => PeriodUnit.Weeks,
        _ => throw new FormatException($"A period is counted in hours, days, working days or weeks, not in {word}."),
    };
}
