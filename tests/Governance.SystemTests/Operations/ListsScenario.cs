using System.Net;
using Governance.Domain.Access;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Server.Incidents.Queue;
using Governance.Server.Operations;
using Governance.Server.Shell;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Operations;

/// <summary>What an operator sees of the lists, and does about them.</summary>
public sealed class ListsScenario : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ProjectionDaemon Projections => _host.Services.GetRequiredService<ProjectionDaemon>();

    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_administrator_rebuilds_a_list_and_a_reader_does_not()
    {
        using var auditor = await SignedIn.AsAsync(_host, Role.Auditor);
        (await auditor.SendFormAsync("/system", "/system/lists/IncidentQueue/rebuild")).StatusCode
            .ShouldBe(HttpStatusCode.Forbidden);
        using var administrator = await SignedIn.AsAsync(_host, Role.Administrator);
        (await administrator.SendFormAsync("/system", "/system/lists/IncidentQueue/rebuild")).StatusCode
            .ShouldBe(HttpStatusCode.SeeOther);
        await Eventually.IsTrueAsync(
            "the second generation is shown", async () => (await PageAsync(administrator)).Contains(" · G2"));
        (await administrator.SendFormAsync("/system", "/system/lists/Nothing/rebuild")).StatusCode
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_row_that_stands_still_is_shown_with_its_reason_and_tried_again()
    {
        var store = _host.Services.GetRequiredService<EventStore>();
        await store.AppendAsync(
            new AppendRequest(
                [
                    new StreamAppend(
                        "incident-broken", 0, [new NewEvent("incident.incident_declared", "[]"u8.ToArray())]),
                ],
                new AppendMetadata("test")),
            Ct);
        await Projections.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        using var administrator = await SignedIn.AsAsync(_host, Role.Administrator);
        await Eventually.IsTrueAsync(
            "the page says so", async () => (await PageAsync(administrator)).Contains("Goes on without 1 row"));
        (await PageAsync(administrator)).ShouldContain("<code>broken</code>");
        var path = $"/system/lists/{IncidentQueue.ProjectionName}/retry";
        (await administrator.SendFormAsync("/system", path, ("key", "broken"))).StatusCode
            .ShouldBe(HttpStatusCode.SeeOther);
        (await administrator.SendFormAsync("/system", path, ("key", "other"))).StatusCode
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_scraper_sees_lag_life_and_parked_rows_of_each_list()
    {
        var metrics = await _host.Web.GetStringAsync(new Uri("/metrics", UriKind.Relative), Ct);
        foreach (var name in new[] { "lag", "behind_seconds", "silence_seconds", "parked_keys" })
            metrics.ShouldContain($"governance_projection_{name}{{projection=\"IncidentQueue\"");
    }

    [Fact]
    public async Task Every_page_warns_while_a_list_lacks_something_for_long()
    {
        var (clock, store) = (new ShiftedClock(), _host.Services.GetRequiredService<EventStore>());
        await using var standing = new ProjectionDaemon(store, _host.Database.DataSource, [new IncidentQueue()], clock);
        await store.AppendAsync(
            new AppendRequest([new StreamAppend("thing-1", 0, [new NewEvent("thing.happened", "{}"u8.ToArray())])],
                new AppendMetadata("test")),
            Ct);
        var warning = new ListWarning(standing);
        warning.Current.ShouldBeNull();
        clock.Shift = TimeSpan.FromMinutes(2);
        warning.Current.ShouldNotBeNull().Text.ShouldContain("behind the log for 2 min");
        _host.Services.GetServices<IStandingWarning>().OfType<ListWarning>().ShouldHaveSingleItem();
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
    }

    private static async Task<string> PageAsync(SignedIn person)
    {
        using var page = await person.GetAsync("/system");
        return WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Ct));
    }
}
