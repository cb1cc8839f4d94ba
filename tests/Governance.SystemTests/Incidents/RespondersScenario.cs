using System.Net;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Incidents;

/// <summary>Who has an incident, over HTTP: the lease, the roles and the handover in two steps.</summary>
public sealed class RespondersScenario : IAsyncLifetime
{
    private IncidentWorld _world = null!;
    private SignedIn _officer = null!;
    private SignedIn _other = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        _officer = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        _other = await SignedIn.AsAsync(_world.Host, Role.SafetyOfficer);
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
        _id = (await _world.RowsAsync()).ShouldHaveSingleItem().Id;
    }

    public async ValueTask DisposeAsync()
    {
        _officer.Dispose();
        _other.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Command_passes_in_two_steps_and_the_queue_follows()
    {
        await DoAsync(_officer, "assign", ("role", "commander"), ("person", "me"));
        await DoAsync(_officer, "hand-over", ("to", _other.Id.Value), ("summary", "My shift ends."));
        (await _world.IncidentAsync(_id)).Commander.ShouldBe(_officer.Id);
        (await DoAsync(_officer, "accept-command")).Status.ShouldBe(HttpStatusCode.Conflict);
        await DoAsync(_other, "accept-command");

        (await _world.IncidentAsync(_id)).Commander.ShouldBe(_other.Id);
        await _world.SettleAsync();
        (await _world.RowsAsync()).ShouldHaveSingleItem().Owner.ShouldBe(Actor.Person(_other.Id).Id);
        using var room = await _other.GetAsync($"/incidents/{_id}");
        (await room.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("Accepted the command");
    }

    [Fact]
    public async Task A_role_goes_to_nobody_unknown()
    {
        var (status, body) = await DoAsync(_officer, "assign", ("role", "scribe"), ("person", "nobody"));
        status.ShouldBe(HttpStatusCode.Conflict);
        body.ShouldContain("person_unknown");
    }

    [Fact]
    public async Task An_acknowledgement_waits_on_a_durable_timer_that_progress_sets_anew()
    {
        await DoAsync(_officer, "acknowledge");
        var lease = (await _world.IncidentAsync(_id)).LeaseUntil.ShouldNotBeNull();
        await DoAsync(_officer, "progress", ("text", "Rolled back, waiting for the effect."));
        var renewed = (await _world.IncidentAsync(_id)).LeaseUntil.ShouldNotBeNull();

        renewed.ShouldBeGreaterThan(lease);
        (await DoAsync(_other, "progress", ("text", "Me too."))).Body.ShouldContain("not_yours");
    }

    [Fact]
    public async Task A_lease_that_runs_out_voids_the_acknowledgement_and_pages_again()
    {
        var officer = Actor.Person(_officer.Id);
        await _world.DoAsync(_id, (_, now) => Decision.Append<IncidentEvent>(
            new IncidentEvent.IncidentAcknowledged(officer) { LeaseUntil = now.AddMilliseconds(1) }));
        await Eventually.IsTrueAsync(
            "the acknowledgement is void", async () => (await _world.IncidentAsync(_id)).AcknowledgedBy is null);
        (await _world.FactsAsync($"incident-{_id}"))[^1].Event.ShouldBe(new IncidentEvent.AckExpired(officer));
    }

    private async Task<(HttpStatusCode Status, string Body)> DoAsync(
        SignedIn person, string verb, params (string, string)[] fields)
    {
        using var answer = await person.SendFormAsync($"/incidents/{_id}", $"/incidents/{_id}/{verb}", fields);
        return (
            answer.StatusCode,
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
