using System.Net;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging.DeadLettering;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Incidents;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Store;

/// <summary>A rolling upgrade as the older binary sees it: events that it does not know.</summary>
public sealed class EvolutionScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_on_a_stream_of_a_newer_version_is_answered_with_upgrade_in_progress()
    {
        await using var world = await IncidentWorld.StartAsync();
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        using var declared = await officer.SendFormAsync(
            "/incidents", "/incidents", ("title", "Drift"), ("severity", "low"), ("key", "one"));
        var room = declared.Headers.Location!.ToString();
        var store = world.Host.Services.GetRequiredService<EventStore>();
        await store.AppendAsync(
            Facts.To("incident-" + room.Split('/')[^1], facts: Facts.Fact("{}", type: "incident.teleported")), Ct);

        using var answer = await officer.SendJsonAsync(
            "/incidents", $"/api{room}/severity", new { severity = "sev1", reason = "It reached production." });
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync(Ct));
        answer.Headers.RetryAfter.ShouldNotBeNull();
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("upgrade_in_progress");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_subscription_that_stops_gives_its_lease_to_whoever_knows_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var reaction = new Deaf();
        await using var node = await PipelineNode.StartAsync(
            database, services => services.AddSingleton<IReaction>(reaction));
        await Eventually.IsTrueAsync(
            "this node has the duty",
            () => database.ScalarAsync<bool>("select exists (select from lease where name = 'reaction-Deaf')"));
        await node.Store.AppendAsync(
            Facts.To("incident-z", facts: Facts.Fact("{}", type: "incident.teleported")), Ct);
        await Eventually.IsTrueAsync("the subscription stops", () => node.Reactions.States[0].StoppedAt is not null);

        var leases = new Leases(database.DataSource);
        await Eventually.IsTrueAsync(
            "the lease is given back, not left to run out",
            () => database.ScalarAsync<bool>("select until = '-infinity' from lease where name = 'reaction-Deaf'"));
        (await leases.TryAcquireAsync("reaction-Deaf", "newer", TimeSpan.FromSeconds(6), Ct)).ShouldNotBeNull();
        (await database.ScalarAsync<long>(
            "select coalesce(max(last_seq_id), 0) from mt_event_progression where name = 'Deaf:All'"))
            .ShouldBe(0, "nothing was passed over");
    }

    [Fact]
    public async Task A_subscription_whose_decision_rests_on_a_newer_versions_fact_stops_and_parks_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var declared = EventTypes.Encode(new IncidentEvent.IncidentDeclared(
            "Drift", Severity.Sev3, DetectedBy.Human, IncidentsForTests.Officer));
        await database.OpenStore().AppendAsync(
            Facts.To("incident-a", facts: [declared, Facts.Fact("{}", type: "incident.teleported")]), Ct);

        await using var node = await PipelineNode.StartAsync(
            database, services => services.AddSingleton<IReaction>(new Deaf { Note = true }));
        await Eventually.IsTrueAsync("the subscription stops", () => node.Reactions.States[0].StoppedAt is not null);
        node.Reactions.States[0].StoppedAt.ShouldBe("incident.teleported");
        (await node.Services.GetRequiredService<DeadLetters>().ListAsync(Ct)).ShouldBeEmpty();
        (await node.Store.HeadAsync(Ct)).Position.ShouldBe(2, "nothing was decided on half of a state");
    }

    /// <summary>Hears of declarations; with a note, decides on their stream.</summary>
    private sealed class Deaf : IReaction
    {
        public string Name => "Deaf";

        public IReadOnlyList<Type> ListensTo { get; } = [typeof(IncidentEvent.IncidentDeclared)];

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public bool Note { get; init; }

        public async ValueTask ReactAsync(Fact fact, Reacting context)
        {
            if (Note)
            {
                await context.TransactAsync(
                    IncidentsForTests.IncidentStream,
                    fact.IdIn("incident"),
                    (_, _) => Decision.Append(IncidentsForTests.Note("heard")));
            }
        }
    }
}
