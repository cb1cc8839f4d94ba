using Governance.Domain.OnCall.Schedules;
using Governance.Server.Access;
using Governance.Server.OnCall.Contacts;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Pages;

/// <summary>/on-call/pages: what was delivered to whom, and what it cost them.</summary>
internal static class PagesEndpoint
{
    /// <summary>Rows of the delivery log on one page.</summary>
    private const int LatestMax = 100;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/on-call/pages", async (PagesReport report, CancellationToken stop) =>
            PagesPage.With(await report.ReadAsync(LatestMax, stop))).RequirePermission(Permission.Read);
        routes.MapGet("/api/on-call/pages", (PagesReport report, CancellationToken stop) =>
            report.ReadAsync(LatestMax, stop)).RequirePermission(Permission.Read);
    }
}

/// <summary>Gathers the report, with names in place of pseudonyms.</summary>
internal sealed class PagesReport(
    PageLedger ledger, ContactDesk contacts, ActorNames names, TimeProvider clock)
{
    /// <summary>The pages since 28 days ago, the latest of them one by one.</summary>
    public async Task<PagesView> ReadAsync(int latest, CancellationToken ct)
    {
        var pages = ledger.Since(clock.GetUtcNow() - Roster.Ahead);
        var called = await names.ReadAsync(ct);
        var zones = new Dictionary<string, string?>(StringComparer.Ordinal); // Bounded by the people paged.
        foreach (var person in pages.Where(one => one.Page.ToPerson).Select(one => one.Page.Recipient).Distinct())
            zones[person] = (await contacts.SheetAsync(new(person), ct)).Zone;
        var named = pages.Select(one => (Page: one.Page with { Recipient = NameOf(one.Page) }, one.Acted)).ToArray();
        var zonesByName = pages.Where(one => one.Page.ToPerson)
            .DistinctBy(one => one.Page.Recipient)
            .ToLookup(one => NameOf(one.Page), one => zones[one.Page.Recipient]);
        return new PagesView(
            [.. named.Take(latest).Select(one => one.Page)],
            named.Length,
            PageFatigue.ByRecipient(named, page => zonesByName[page.Recipient].FirstOrDefault()),
            PageFatigue.ByAlarm(named));

        string NameOf(PageEntry page) => page.ToPerson
            ? called(Domain.Actor.Person(new(page.Recipient)).Id) ?? page.Recipient
            : page.Recipient;
    }
}
