using System.Collections.Concurrent;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging.DeadLettering;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Pipeline;

public sealed class ReactionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crash_between_append_and_checkpoint_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var node = await StartAsync(database, new Noting()))
        {
            foreach (var id in (string[])["a", "b", "c"])
                await node.Transactor.DeclareAsync(id);
            await node.Reactions.WaitUntilSettledAsync(Stop);
        }

        var before = await database.ScalarAsync<long>("select position from es_head");
        // What a crash leaves: the facts are there, the checkpoint is not.
        await database.ExecuteAsync("update mt_event_progression set last_seq_id = 0 where name = 'Noting:All'");
        var again = new Noting();
        await using (var node = await StartAsync(database, again))
            await node.Reactions.WaitUntilSettledAsync(Stop);

        again.Handled.Count.ShouldBe(3);
        before.ShouldBe(6);
        (await database.ScalarAsync<long>("select position from es_head")).ShouldBe(before);
    }

    [Fact]
    public async Task What_follows_keeps_the_correlation_and_names_its_cause()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database, new Noting());
        await node.Transactor.DeclareAsync("a");
        await node.Reactions.WaitUntilSettledAsync(Stop);

        var facts = await node.Store.FetchStreamAsync("incident-a", ct: Stop);
        facts[1].CorrelationId.ShouldBe(facts[0].CorrelationId);
        facts[1].CausationId.ShouldBe(facts[0].Id.ToString());
        facts[1].Actor.ShouldBe("system-noting");
    }

    [Fact]
    public async Task A_fact_that_cannot_be_handled_parks_its_key_and_the_others_go_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var reaction = new Noting { Poison = "bad" };
        await using var node = await StartAsync(database, reaction);
        await node.Transactor.DeclareAsync("bad");
        await node.Transactor.AppendAsync("bad", new IncidentEvent.IncidentAcknowledged(Officer));
        await node.Transactor.DeclareAsync("good");
        await node.Reactions.WaitUntilSettledAsync(Stop);

        reaction.Handled.ShouldBe(["incident-good"]);
        var letters = await node.Services.GetRequiredService<DeadLetters>().ListAsync(Stop);
        letters.Select(letter => (letter.Source, letter.Key, letter.Position)).ShouldBe(
            [("reaction:Noting", "incident-bad", 1L), ("reaction:Noting", "incident-bad", 2L)]);
        node.Reactions.States.ShouldHaveSingleItem().ParkedKeys.ShouldBe(1);
    }

    [Fact]
    public async Task A_human_can_have_a_parked_key_tried_again_in_its_order()
    {
        await using var database = await TestDatabase.CreateAsync();
        var reaction = new Noting { Poison = "bad" };
        await using var node = await StartAsync(database, reaction);
        await node.Transactor.DeclareAsync("bad");
        await node.Transactor.AppendAsync("bad", new IncidentEvent.IncidentAcknowledged(Officer));
        await node.Reactions.WaitUntilSettledAsync(Stop);

        reaction.Poison = null;
        var letters = node.Services.GetRequiredService<DeadLetters>();
        await letters.MarkReplayableAsync((await letters.ListAsync(Stop))[0].Id, Stop);

        await Eventually.IsTrueAsync(
            "no letter is left", async () => (await letters.ListAsync(Stop)).Count == 0);
        reaction.Handled.ShouldBe(["incident-bad", "incident-bad"]);
    }

    [Fact]
    public async Task An_event_type_of_a_newer_version_is_not_passed_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (reaction, fold) = (new Noting(), new Counting());
        await using var node = await PipelineNode.StartAsync(database, services =>
        {
            services.AddSingleton<IReaction>(reaction);
            services.AddSingleton<IFold>(fold);
        });
        await node.Transactor.DeclareAsync("a");
        var newer = new NewEvent("incident.teleported", "{}"u8.ToArray());
        await node.Store.AppendAsync(
            new AppendRequest([new StreamAppend("incident-z", ExpectedVersion.Any, [newer])], new AppendMetadata()),
            Stop);
        await node.Transactor.DeclareAsync("b");

        await Eventually.IsTrueAsync("the reaction stops", () => node.Reactions.States[0].StoppedAt is not null);
        node.Reactions.States[0].StoppedAt.ShouldBe("incident.teleported");
        reaction.Handled.ShouldBe(["incident-a"]);
        var folds = node.Services.GetRequiredService<FoldRunner>();
        await Eventually.IsTrueAsync("the folds stop", () => folds.StoppedAt is not null);
        fold.Seen.ShouldBe(folds.Position);
    }

    [Fact]
    public async Task An_undeclared_fact_is_not_appended()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database, new Noting { Undeclared = true });
        await node.Transactor.DeclareAsync("a");
        await node.Reactions.WaitUntilSettledAsync(Stop);

        (await node.Store.HeadAsync(Stop)).Position.ShouldBe(1);
        (await node.Services.GetRequiredService<DeadLetters>().ListAsync(Stop))
            .ShouldHaveSingleItem().Error.ShouldContain("MayEmit");
    }

    [Fact]
    public async Task Of_two_nodes_one_works_and_the_other_takes_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (first, second) = (new Noting(), new Noting());
        var standby = default(PipelineNode);
        await using (var node = await StartAsync(database, first))
        {
            await node.Transactor.DeclareAsync("a");
            await node.Reactions.WaitUntilSettledAsync(Stop);
            standby = await StartAsync(database, second);
        }

        await using (standby)
        {
            await standby.Transactor.DeclareAsync("b");
            await standby.Reactions.WaitUntilSettledAsync(Stop);
        }

        first.Handled.ShouldBe(["incident-a"]);
        second.Handled.ShouldBe(["incident-b"]);
    }

    private static Task<PipelineNode> StartAsync(TestDatabase database, Noting reaction) =>
        PipelineNode.StartAsync(database, services => services.AddSingleton<IReaction>(reaction));

    /// <summary>
    /// Notes every declaration; deliberately not idempotent by itself, so that only derived ids save it.
    /// </summary>
    private sealed class Noting : IReaction
    {
        public string Name => "Noting";

        public IReadOnlyList<Type> ListensTo { get; } =
            [typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.IncidentAcknowledged)];

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public ConcurrentQueue<string> Handled { get; } = new();

        public string? Poison { get; set; }

        public bool Undeclared { get; init; }

        public async ValueTask ReactAsync(Fact fact, Reacting context)
        {
            if (Poison is { } poison && fact.StreamId.EndsWith(poison, StringComparison.Ordinal))
                throw new InvalidOperationException("poisoned");
            IncidentEvent follows = Undeclared
                ? new IncidentEvent.IncidentResolved(Officer, "wrongly")
                : Note($"follows {fact.Position}");
            await context.TransactAsync(IncidentStream, fact.IdIn("incident"), (_, _) => Decision.Append(follows));
            Handled.Enqueue(fact.StreamId);
        }
    }

    private sealed class Counting : IFold
    {
        public long Seen { get; private set; }

        public void Apply(Fact fact) => Seen = fact.Position;
    }
}
