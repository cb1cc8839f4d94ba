using Governance.Domain.OnCall.Schedules;

namespace Governance.Server.OnCall.Pages;

/// <summary>What the pages of a month cost one recipient.</summary>
/// <param name="Nights">Pages between 22 and 7 by the recipient's clock, UTC where it is not known.</param>
/// <param name="WorstNight">Pages of the worst night.</param>
/// <param name="WithoutAction">Pages for incidents that nobody has acted on.</param>
public sealed record Burden(string Recipient, int Pages, int Nights, int WorstNight, int WithoutAction);

/// <summary>What pages came of one alarm.</summary>
public sealed record Noise(string Alarm, int Pages, int WithoutAction);

/// <summary>Who is woken how often, and for what: a function of the pages, nothing else.</summary>
internal static class PageFatigue
{
    private const int NightBegins = 22;
    private const int NightEnds = 7;

    /// <summary>The most burdened first.</summary>
    /// <param name="zoneOf">The zone of a recipient's clock.</param>
    public static IReadOnlyList<Burden> ByRecipient(
        IReadOnlyList<(PageEntry Page, bool Acted)> pages, Func<PageEntry, string?> zoneOf) =>
    [
        .. pages.GroupBy(one => one.Page.Recipient, StringComparer.Ordinal)
            .Select(group => BurdenOf(group.Key, [.. group], zoneOf))
            .OrderByDescending(burden => burden.Pages)
            .ThenBy(burden => burden.Recipient, StringComparer.Ordinal),
    ];

    /// <summary>The noisiest first: by the pages that nobody acted on.</summary>
    public static IReadOnlyList<Noise> ByAlarm(IReadOnlyList<(PageEntry Page, bool Acted)> pages) =>
    [
        .. pages.GroupBy(one => one.Page.Alarm ?? "declared without an alarm", StringComparer.Ordinal)
            .Select(group => new Noise(group.Key, group.Count(), group.Count(one => !one.Acted)))
            .OrderByDescending(noise => noise.WithoutAction)
            .ThenByDescending(noise => noise.Pages)
            .ThenBy(noise => noise.Alarm, StringComparer.Ordinal),
    ];

    private static Burden BurdenOf(
        string recipient, IReadOnlyList<(PageEntry Page, bool Acted)> pages, Func<PageEntry, string?> zoneOf)
    {
        var nights = pages.Select(one => NightOf(one.Page, zoneOf)).OfType<DateOnly>()
            .GroupBy(night => night).Select(night => night.Count()).ToArray();
        return new Burden(
            recipient, pages.Count, nights.Sum(), nights.DefaultIfEmpty().Max(), pages.Count(one => !one.Acted));
    }

    /// <summary>The day that the night began on; null by day.</summary>
    private static DateOnly? NightOf(PageEntry page, Func<PageEntry, string?> zoneOf)
    {
        var shown = WallClock.Of(zoneOf(page) ?? "Etc/UTC").ShownAt(page.At);
        var day = DateOnly.FromDateTime(shown);
        return shown.Hour >= NightBegins ? day : shown.Hour < NightEnds ? day.AddDays(-1) : null;
    }
}
