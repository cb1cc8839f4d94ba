using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Pipeline;

public sealed class TransactorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_is_durable_once_answered_and_changes_nothing_the_second_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(database, working: false);

        var first = (await node.Transactor.DeclareAsync("a")).ShouldBeOfType<Outcome<Incident>.Committed>();
        var second = (await node.Transactor.DeclareAsync("a")).ShouldBeOfType<Outcome<Incident>.Unchanged>();

        first.State.Severity.ShouldBe(Severity.Sev2);
        second.Position.ShouldBe(first.Position);
        var stored = (await node.Store.FetchStreamAsync("incident-a", ct: Stop)).ShouldHaveSingleItem();
        stored.Actor.ShouldBe(Officer.Id);
        stored.CorrelationId.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_writes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(database, working: false);

        var outcome = await node.Transactor.TransactAsync(
            IncidentStream,
            "a",
            new ResolveIncident(Officer, "done") { NoContainment = "None." }.Decide,
            Officer,
            ct: Stop);

        outcome.Refusal.ShouldNotBeNull().Code.ShouldBe("incident_not_open");
        (await node.Store.HeadAsync(Stop)).Position.ShouldBe(0);
    }

    [Fact]
    public async Task Commands_that_collide_are_decided_again_on_what_the_others_wrote()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(database, working: false);

        await Parallel.ForAsync(0, 20, Stop, async (_, _) => await node.Transactor.DeclareAsync("a"));

        (await node.Store.FetchStreamAsync("incident-a", ct: Stop)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_only_read_is_guarded()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(database, working: false);
        var decisions = 0;

        var outcome = await node.Transactor.PlanAsync(
            IncidentStream,
            "a",
            async from =>
            {
                var other = await from.ReadAsync(IncidentStream, "b");
                if (decisions++ == 0)
                    await node.Transactor.DeclareAsync("b", Severity.Sev1);
                return Decision.Append(Note($"b is {other.Status}"));
            },
            Officer,
            Stop);

        outcome.ShouldBeOfType<Outcome<Incident>.Committed>();
        decisions.ShouldBe(2);
        var note = EventTypes.Decode((await node.Store.FetchStreamAsync("incident-a", ct: Stop))[0]).Event;
        note.ShouldBeOfType<IncidentEvent.NoteAdded>().Text.ShouldBe($"b is {IncidentStatus.Declared}");
    }

    [Fact]
    public async Task Effects_are_written_with_the_facts_or_not_at_all()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(database, working: false);
        var effects = new Effects
        {
            Also = [FactsTo.At(IncidentStream, "b", 0, Note("beside"))],
            Arm = [new TimerToArm("test", "a", DateTimeOffset.MaxValue.AddYears(-5000))],
            Send = [new OutgoingMessage("http://127.0.0.1:9/x", "key-1", "a", "text/plain", [1])],
        };

        await node.Transactor.AppendAsync("a", Note("one"), effects);
        var again = () => node.Transactor.AppendAsync("a", Note("two"), effects with { Arm = [], Send = [] });

        await again.ShouldThrowAsync<StreamConflictException>();
        (await node.Store.HeadAsync(Stop)).Position.ShouldBe(2);
        (await database.ScalarAsync<long>("select count(*) from msg_timer")).ShouldBe(1);
        (await database.ScalarAsync<long>("select count(*) from msg_outbox")).ShouldBe(1);
    }
}
