using System.Globalization;
using Governance.Domain.OnCall;
using Governance.Server.OnCall.Pages;

namespace Governance.Tests.OnCall;

public sealed class PageFatigueTests
{
    [Fact]
    public void A_night_goes_by_the_clock_of_whoever_is_woken_and_belongs_to_the_day_it_began_on()
    {
        (PageEntry, bool)[] pages =
        [
            (Page("ann", "2026-11-20T22:30:00Z"), true), (Page("ann", "2026-11-21T04:59:00Z"), false),
            (Page("ann", "2026-11-21T12:00:00Z"), false), (Page("duty", "2026-11-21T06:59:00Z"), false),
        ];

        PageFatigue.ByRecipient(pages, page => page.Recipient == "ann" ? "Europe/Berlin" : null).ShouldBe(
            [new Burden("ann", 3, 2, 2, 2), new Burden("duty", 1, 1, 1, 1)]);
        PageFatigue.ByRecipient(pages, _ => "America/New_York").First(burden => burden.Recipient == "ann").Nights
            .ShouldBe(1); // 17:30, 23:59 and 07:00 there.
    }

    [Fact]
    public void The_noisiest_alarm_is_the_one_with_most_pages_that_nobody_acted_on() => PageFatigue.ByAlarm(
    [
        (Page("a", "2026-11-20T12:00:00Z", "latency"), true), (Page("a", "2026-11-20T13:00:00Z", "latency"), true),
        (Page("a", "2026-11-20T14:00:00Z", "unseen-tool"), false),
    ]).ShouldBe([new Noise("unseen-tool", 1, 1), new Noise("latency", 2, 0)]);

    private static PageEntry Page(string recipient, string at, string? alarm = null) => new(
        at + recipient, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), "a", 1, alarm, recipient, true, "mail",
        PageOutcome.Accepted);
}
