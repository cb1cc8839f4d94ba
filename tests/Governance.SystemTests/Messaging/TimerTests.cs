using System.Collections.Concurrent;
using System.Text.Json;
using Governance.Domain.Incidents;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Timers;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using static Governance.SystemTests.Pipeline.IncidentsForTests;

namespace Governance.SystemTests.Messaging;

public sealed class TimerTests
{
    /// <summary>The promised lateness of an idle system.</summary>
    private static readonly TimeSpan s_promised = TimeSpan.FromMilliseconds(250);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_armed_with_a_fact_fires_once_and_on_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bell = new Bell();
        await using var node = await StartAsync(database, bell);
        for (var i = 0; i < 20; i++)
            await ArmAsync(node, $"k{i}", TimeSpan.FromMilliseconds(300 + (20 * i)));

        await Eventually.IsTrueAsync("all timers fired", () => bell.Fired.Count >= 20);

        bell.Fired.Select(fired => fired.Key).ShouldBe(Enumerable.Range(0, 20).Select(i => $"k{i}"), ignoreOrder: true);
        var late = bell.Fired.Select(fired => fired.Late).Order().ToList();
        late[10].ShouldKeep(s_promised);
        await Eventually.IsTrueAsync("no row is left", () => NoneIsLeftAsync(database));
    }

    [Fact]
    public async Task Timers_that_came_due_while_nothing_ran_fire_once_and_in_their_order()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var node = await PipelineNode.StartAsync(database, working: false))
        {
            foreach (var (key, ago) in ((string, int)[])[("second", 20), ("third", 10), ("first", 30)])
                await ArmAsync(node, key, TimeSpan.FromSeconds(-ago));
        }

        var bell = new Bell();
        await using var restarted = await StartAsync(database, bell);
        await Eventually.IsTrueAsync("no row is left", () => NoneIsLeftAsync(database));

        bell.Fired.Select(fired => fired.Key).ShouldBe(["first", "second", "third"]);
        var facts = await restarted.Store.FetchStreamAsync("incident-first", ct: Stop);
        var headers = JsonDocument.Parse(facts[^1].HeadersJson!).RootElement;
        double.Parse(headers.GetProperty("latenessMs").GetString()!, null).ShouldBeGreaterThan(29_000);
    }

    [Fact]
    public async Task A_timer_and_what_its_firing_says_are_one_commit()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bell = new Bell();
        await using var node = await StartAsync(database, bell);
        await ArmAsync(node, "a", TimeSpan.FromHours(1));
        var timer = await node.Services.GetRequiredService<TimerTable>()
            .ListDueAsync(DateTimeOffset.MaxValue, [Shard.Of("a")], 10, Stop);
        var firing = node.Services.GetRequiredService<ITimerFiring>();
        var leases = new Leases(database.DataSource);
        var lease = (await leases.TryAcquireAsync("mine", "me", TimeSpan.FromMinutes(1), Stop))!;

        // As if two nodes had read the same row: whoever commits second has nothing left to take.
        await Task.WhenAll(firing.FireAsync(timer[0], lease, Stop), firing.FireAsync(timer[0], lease, Stop));

        (await node.Store.FetchStreamAsync("incident-a", ct: Stop)).Count.ShouldBe(2);
        (await NoneIsLeftAsync(database)).ShouldBeTrue();
    }

    [Fact]
    public async Task Arming_again_replaces_and_cancelling_removes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bell = new Bell();
        await using var node = await StartAsync(database, bell);
        await ArmAsync(node, "moved", TimeSpan.FromHours(1));
        await ArmAsync(node, "moved", TimeSpan.FromMilliseconds(400));
        await ArmAsync(node, "cancelled", TimeSpan.FromHours(1));
        await node.Transactor.AppendAsync(
            "cancelled", Note("cancel"), new Effects { Cancel = [new TimerKey(Bell.KindOfTimer, "cancelled")] });

        await Eventually.IsTrueAsync("no row is left", () => NoneIsLeftAsync(database));
        bell.Fired.Select(fired => fired.Key).ShouldBe(["moved"]);
    }

    [Fact]
    public async Task A_timer_whose_handler_fails_is_put_off_and_the_others_fire()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bell = new Bell { Poison = "bad" };
        await using var node = await StartAsync(database, bell);
        await ArmAsync(node, "bad", TimeSpan.Zero);
        await ArmAsync(node, "good", TimeSpan.FromMilliseconds(50));

        await Eventually.IsTrueAsync("the good one fired", () => bell.Fired.Any(fired => fired.Key == "good"));
        await Eventually.IsTrueAsync(
            "the bad one is put off",
            async () => await database.ScalarAsync<long>("select count(*) from msg_timer where attempts > 0") == 1);
        bell.Poison = null;
        await Eventually.IsTrueAsync("the bad one fired after all", () => NoneIsLeftAsync(database));
    }

    [Fact]
    public async Task A_timer_that_keeps_failing_is_a_dead_letter_that_can_be_replayed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bell = new Bell { Poison = "bad" };
        await using var node = await StartAsync(database, bell);
        await ArmAsync(node, "bad", TimeSpan.FromHours(1));
        await database.ExecuteAsync("update msg_timer set attempts = 5, fire_at = now()");
        await ArmAsync(node, "bell", TimeSpan.Zero);
        var letters = node.Services.GetRequiredService<DeadLetters>();
        var dead = await Eventually.GetAsync(
            "a dead letter", async () => (await letters.ListAsync(Stop)).SingleOrDefault());
        dead.Source.ShouldBe("timer:test-bell");

        bell.Poison = null;
        await letters.MarkReplayableAsync(dead.Id, Stop);
        node.Services.GetRequiredService<Nudges>().RingTimers();
        await Eventually.IsTrueAsync("it fired", () => bell.Fired.Any(fired => fired.Key == "bad"));
        (await letters.ListAsync(Stop)).ShouldBeEmpty();
    }

    private static Task<PipelineNode> StartAsync(TestDatabase database, Bell bell) =>
        PipelineNode.StartAsync(database, services => services.AddSingleton<ITimerHandler>(bell));

    private static Task ArmAsync(PipelineNode node, string key, TimeSpan due) => node.Transactor.AppendAsync(
        key,
        Note("arm"),
        new Effects { Arm = [new TimerToArm(Bell.KindOfTimer, key, TimeProvider.System.GetUtcNow() + due)] });

    private static async Task<bool> NoneIsLeftAsync(TestDatabase database) =>
        await database.ScalarAsync<long>("select count(*) from msg_timer") == 0;

    /// <summary>Notes in the stream of its key that it rang.</summary>
    private sealed class Bell : ITimerHandler
    {
        public const string KindOfTimer = "test-bell";

        public string Kind => KindOfTimer;

        public IReadOnlyList<Type> MayEmit { get; } = [typeof(IncidentEvent.NoteAdded)];

        public ConcurrentQueue<(string Key, TimeSpan Late)> Fired { get; } = new();

        public string? Poison { get; set; }

        public async ValueTask FireAsync(DueTimer timer, Reacting context)
        {
            if (timer.Key == Poison)
                throw new InvalidOperationException("poisoned");
            Fired.Enqueue((timer.Key, timer.LatenessAt(TimeProvider.System.GetUtcNow())));
            await context.TransactAsync(
                IncidentStream, timer.Key, (_, _) => Domain.Decision.Append(Note("rang")));
        }
    }
}
