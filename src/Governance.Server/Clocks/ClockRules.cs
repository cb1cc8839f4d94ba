using System.Collections.Immutable;
using Governance.Domain.Clocks.Regimes;

namespace Governance.Server.Clocks;

/// <summary>By what law, calendar and patience clocks are judged here.</summary>
/// <param name="Standing">What the organisation is; ticked beforehand on every classification.</param>
/// <param name="ClassifyWithin">How long an incident may stay unclassified.</param>
public sealed record ClockRules(
    RegimePack Pack,
    WorkingCalendar Calendar,
    ImmutableSortedSet<Circumstance> Standing,
    TimeSpan ClassifyWithin)
{
    /// <summary>Hours before somebody is paged: of a day, the shortest period in the pack, most is left.</summary>
    private const int DefaultClassifyWithinHours = 4;

    /// <summary>
    /// Reads <c>Clocks:PackFile</c>, <c>Clocks:HolidayFile</c>, <c>Clocks:Parties</c> and
    /// <c>Clocks:ClassifyWithinHours</c>.
    /// </summary>
    /// <exception cref="FormatException">A file or a word says something that it may not.</exception>
    public static ClockRules Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Clocks");
        var words = section.GetSection("Parties").Get<string[]>() ?? [];
        var hours = section.GetValue<double?>("ClassifyWithinHours") ?? DefaultClassifyWithinHours;
        if (hours <= 0)
            throw new FormatException("Clocks:ClassifyWithinHours is more than nothing.");
        return new ClockRules(
            RegimeFiles.ReadPack(RegimeFiles.TextOf("regimes", section["PackFile"])),
            RegimeFiles.ReadCalendar(RegimeFiles.TextOf("holidays", section["HolidayFile"])),
            [.. words.Select(PartyOf)],
            TimeSpan.FromHours(hours));
    }

    private static Circumstance PartyOf(string word) =>
        Enum.TryParse<Circumstance>(word, ignoreCase: true, out var party) && party.IsStanding()
            ? party
            : throw new FormatException($"Clocks:Parties: {word} is none of " + string.Join(
                ", ", Enum.GetValues<Circumstance>().Where(one => one.IsStanding())) + ".");
}
