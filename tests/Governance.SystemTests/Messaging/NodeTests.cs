using System.Collections.Concurrent;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

/// <summary>Two nodes on one database, in one process: each has its own store, roster and clock.</summary>
public sealed class NodeTests
{
    private static readonly TimeSpan s_takeover = TimeSpan.FromSeconds(5);

    /// <summary>Every duty of these nodes: one reaction, and the shards of timers, outbox and queue.</summary>
    private const int All = 1 + (3 * Shard.Count);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_share_the_work_and_one_that_leaves_gives_its_share_back_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var stays = await StartAsync(database, new Ringing());
        await using (var leaves = await StartAsync(database, new Ringing()))
        {
            await Eventually.IsTrueAsync("each has its share", async () =>
                await HeldAsync(database) is [{ Count: >= All / 2 }, { Count: >= All / 2 }]);
        }

        (await NodesOf(database).ListAsync(Stop)).ShouldHaveSingleItem();
        var left = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync("one has all", async () => await HeldAsync(database) is [{ Count: All }]);
        TimeProvider.System.GetElapsedTime(left).ShouldKeep(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_paused_node_is_replaced_in_time_and_does_no_harm_when_it_comes_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (pausing, steady) = (new StallingClock(), new Ringing());
        var paused = new Ringing();
        await using var first = await StartAsync(database, paused, pausing);
        await Eventually.IsTrueAsync("it has everything", async () => await HeldAsync(database) is [{ Count: All }]);
        await using var second = await StartAsync(database, steady);
        await Eventually.IsTrueAsync("they share", async () =>
            await HeldAsync(database) is [{ Count: >= All / 2 }, { Count: >= All / 2 }]);

        pausing.Pause();
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync("the other has all", async () => (await HeldAsync(database)).Any(
            held => held.Count == All));
        TimeProvider.System.GetElapsedTime(since).ShouldKeep(s_takeover);

        // The paused node does not know yet: woken by the log and by the bell, it tries what it held before.
        for (var i = 0; i < 16; i++)
            await second.Transactor.DeclareAsync($"after-{i}");
        await Eventually.IsTrueAsync("all were noted", () => Task.FromResult(steady.Rung.Count >= 16));
        pausing.Resume();
        await Eventually.IsTrueAsync("they share again", async () =>
            await HeldAsync(database) is [{ Count: >= All / 2 }, { Count: >= All / 2 }]);

        steady.Rung.ShouldBe(steady.Rung.Distinct());
        for (var i = 0; i < 16; i++)
            (await first.Store.FetchStreamAsync($"incident-after-{i}", ct: Stop)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Under_a_lost_lease_no_reaction_writes_no_timer_fires_and_no_message_leaves()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await PipelineNode.StartAsync(
            database, services => services.AddSingleton<ITimerHandler>(new Ringing()), working: false);
        var (leases, forLong) = (new Leases(database.DataSource), TimeSpan.FromMinutes(1));
        var lost = (await leases.TryAcquireAsync("duty", "paused", forLong, Stop))!;
        await leases.ReleaseAsync(lost, Stop);
        await leases.TryAcquireAsync("duty", "successor", forLong, Stop);
        var declared = await node.Transactor.DeclareAsync("a");
        await node.Transactor.AppendAsync("a", Note("begin"), new Effects
        {
            Arm = [new TimerToArm("ringing", "a", DateTimeOffset.UnixEpoch)],
            Send = [new OutgoingMessage("http://one/", "m", "sender", "text/plain", [])],
        });

        var fact = EventTypes.Decode((await node.Store.FetchStreamAsync("incident-a", ct: Stop))[0]);
        var late = Reacting.To(node.Transactor, "Ringing", fact, [typeof(IncidentEvent.NoteAdded)], lost, Stop);
        await Should.ThrowAsync<RowGuardFailedException>(
            late.TransactAsync(IncidentStream, "a", (_, _) => Domain.Decision.Append(Note("late"))));
        var timer = (await node.Services.GetRequiredService<TimerTable>()
            .ListDueAsync(DateTimeOffset.MaxValue, [Shard.Of("a")], 1, Stop))[0];
        await Should.ThrowAsync<StoreUnavailableException>(
            node.Services.GetRequiredService<ITimerFiring>().FireAsync(timer, lost, Stop));
        var outbox = node.Services.GetRequiredService<OutboxTable>();
        var head = (await outbox.ListHeadsAsync([Shard.Of("http://one/")], 1, Stop))[0];
        (await outbox.ClaimAsync(head.Id, lost, forLong, Stop)).ShouldBeNull();

        declared.ShouldBeOfType<Outcome<Incident>.Committed>();
        (await node.Store.FetchStreamAsync("incident-a", ct: Stop)).Count.ShouldBe(2);
        (await database.ScalarAsync<long>("select count(*) from msg_timer")).ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_meets_a_newer_event_type_gives_that_lease_back_and_keeps_the_others()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await StartAsync(database, new Ringing());
        var newer = new NewEvent("incident.teleported", "{}"u8.ToArray());
        await node.Store.AppendAsync(
            new AppendRequest([new StreamAppend("incident-z", ExpectedVersion.Any, [newer])], new AppendMetadata()),
            Stop);

        await Eventually.IsTrueAsync("it is unwilling", async () =>
            (await NodesOf(database).ListAsync(Stop)).SingleOrDefault() is { } only
            && !only.Willing.Contains("reaction-Ringing") && only.Holds.Count == All - 1);
        (await NodesOf(database).ListAsync(Stop))[0].Version.ShouldNotBeNullOrEmpty();
    }

    private static NodeTable NodesOf(TestDatabase database) => new(database.DataSource);

    /// <summary>What each node holds, for those that hold something.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> HeldAsync(TestDatabase database) =>
    [
        .. (await NodesOf(database).ListAsync(Stop)).Select(node => node.Holds).Where(held => held.Count > 0),
    ];

    private static Task<PipelineNode> StartAsync(TestDatabase database, Ringing ringing, TimeProvider? clock = null) =>
        PipelineNode.StartAsync(database, services =>
        {
            services.AddSingleton<IReaction>(ringing);
            services.AddSingleton<ITimerHandler>(ringing);
            if (clock is not null)
                services.AddSingleton(clock);
        });

    /// <summary>Notes every declaration and arms a timer, which notes that it rang.</summary>
    private sealed class Ringing : IReaction, ITimerHandler
    {
        public ConcurrentQueue<string> Rung { get; } = new();

        public string Name => "Ringing";

        public string Kind => "ringing";

        public IReadOnlyList<Type> ListensTo { get; } = [typeof(IncidentEvent.IncidentDeclared)];

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public async ValueTask ReactAsync(Fact fact, Reacting context)
        {
            var id = fact.IdIn("incident");
            await context.TransactAsync(
                IncidentStream,
                id,
                (_, now) => Domain.Decision.Append(Note("noted")),
                new Effects { Arm = [new TimerToArm(Kind, id, TimeProvider.System.GetUtcNow())] });
        }

        public async ValueTask FireAsync(DueTimer timer, Reacting context)
        {
            await context.TransactAsync(
                IncidentStream, timer.Key, (_, _) => Domain.Decision.Append(Note("rang")));
            Rung.Enqueue(timer.Key);
        }
    }
}
