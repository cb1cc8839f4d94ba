using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Incidents;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Store;

/// <summary>An incident whose stream was archived, as people meet it.</summary>
public sealed class ArchiveScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archived_incident_is_shown_as_before_and_takes_no_more_commands()
    {
        await using var world = await IncidentWorld.StartAsync();
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        using var declared = await officer.SendFormAsync(
            "/incidents", "/incidents", ("title", "Drift in refunds"), ("severity", "low"), ("key", "one"));
        var room = declared.Headers.Location!.ToString();
        var session = world.Host.Services.GetRequiredService<EventStore>().LightweightSession();
        session.Events.ArchiveStream("incident-" + room.Split('/')[^1], "kept for ten years");
        await session.SaveChangesAsync(Ct);
        await world.SettleAsync();

        using var shown = await officer.GetAsync(room);
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await shown.Content.ReadAsStringAsync(Ct);
        page.ShouldContain("Drift in refunds");
        page.ShouldContain("kept for ten years");
        using var listed = await officer.GetAsync("/audit?q=archived");
        listed.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await officer.SendJsonAsync(
            "/incidents", $"/api{room}/severity", new { severity = "sev1", reason = "It reached production." });
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync(Ct));
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString()
            .ShouldBe("archived");
    }
}
