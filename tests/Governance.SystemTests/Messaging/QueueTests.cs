using System.Collections.Concurrent;
using System.Globalization;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Queue;
using Governance.SystemTests.Fixture;
using static Governance.SystemTests.Messaging.QueueNode;

namespace Governance.SystemTests.Messaging;

/// <summary>What the durable queue promises: the compliance suite of whatever stands in for it.</summary>
public sealed class QueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_handled_once_and_marked()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = new QueueNode(database).Running();
        var message = Message("a", """{"why":"asked"}""");

        await node.SendAsync(message);
        await node.UntilDoneAsync();
        await node.SendAsync(message);
        await node.UntilDoneAsync();

        node.Handled.ShouldHaveSingleItem().Id.ShouldBe(message.Id);
    }

    [Fact]
    public async Task Messages_of_one_key_keep_their_order_whichever_node_sends_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var waits = new ConcurrentQueue<int>(Enumerable.Range(0, 2_000).Select(_ => random.Next(3)));
        await using var node = new QueueNode(database, _ => WaitAsync(waits)).Running();
        await using var other = new QueueNode(database);

        // Each key has one sender that takes turns between the nodes, so the order of sending is known.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async key =>
        {
            for (var n = 0; n < 40; n++)
                await (((n + key) % 3 == 0) ? other : node).SendAsync(Message($"k{key}", $"{n}"));
        }));
        await node.UntilDoneAsync();

        node.Handled.Count.ShouldBe(800);
        foreach (var line in node.Handled.GroupBy(message => message.Key))
            line.Select(message => int.Parse(message.BodyJson, CultureInfo.InvariantCulture))
                .ShouldBe(Enumerable.Range(0, 40), $"key {line.Key}, seed {seed}");
    }

    [Fact]
    public async Task A_key_that_is_slow_holds_up_no_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        var released = new TaskCompletionSource();
        await using var node = new QueueNode(
            database, message => message.Key == "slow" ? released.Task : Task.CompletedTask).Running();

        await node.SendAsync(Message("slow"), Message("slow"), Message("a"), Message("b"), Message("c"));
        await Eventually.IsTrueAsync("the others are handled", () => node.Handled.Count == 3);
        released.SetResult();
        await node.UntilDoneAsync();

        node.Handled.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_node_leaves_behind_is_handled_by_the_next_in_its_order()
    {
        await using var database = await TestDatabase.CreateAsync();
        var never = new TaskCompletionSource();
        var dead = new QueueNode(database, _ => never.Task).Running();
        for (var n = 0; n < 10; n++)
            await dead.SendAsync(Message("a", $"{n}"));

        // The first node hangs in the middle of a handling and never says anything again.
        await using (var next = new QueueNode(database).Running())
        {
            await next.UntilDoneAsync();
            next.Handled.Select(message => message.BodyJson)
                .ShouldBe(Enumerable.Range(0, 10).Select(n => $"{n}"));
        }

        never.SetException(new InvalidOperationException("too late"));
        await dead.DisposeAsync();
        (await database.ScalarAsync<long>("select count(*) from msg_dead_letter")).ShouldBe(0);
    }

    [Fact]
    public async Task A_runner_that_was_overtaken_can_no_longer_take_a_message()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = new QueueNode(database);
        var message = Message("a");
        await node.SendAsync(message);
        var shard = Shard.Of("a");
        var old = await node.Table.RaiseEpochAsync(shard, Stop);
        await node.Table.ClaimAsync(shard, old, 10, Stop);

        var epoch = await node.Table.RaiseEpochAsync(shard, Stop);
        await node.Table.FreeAsync(shard, epoch, null, Stop);

        (await node.Table.ClaimAsync(shard, old, 10, Stop)).ShouldBeEmpty();
        (await TakeAsync(database, message, old)).ShouldBe(0);
        (await node.Table.ClaimAsync(shard, epoch, 10, Stop)).ShouldHaveSingleItem();
        (await TakeAsync(database, message, epoch)).ShouldBe(1);
        (await TakeAsync(database, message, epoch)).ShouldBe(0);
    }

    [Fact]
    public async Task Poison_parks_its_key_and_never_its_neighbours()
    {
        await using var database = await TestDatabase.CreateAsync();
        var poisoned = true;
        await using var node = new QueueNode(
            database,
            message => poisoned && message.BodyJson == "\"bad\""
                ? throw new InvalidDataException("poisoned")
                : Task.CompletedTask)
        {
            Policy = ErrorPolicy.Default.OnException<InvalidDataException>()
                .RetryWithCooldown(TimeSpan.Zero).Then.MoveToErrorQueue(),
        }.Running();

        await node.SendAsync(Message("a", "\"bad\""), Message("a", "\"after\""), Message("b", "\"good\""));
        await node.UntilDoneAsync();

        node.Handled.ShouldHaveSingleItem().Key.ShouldBe("b");
        var letters = new DeadLetters(database.DataSource);
        var dead = await letters.ListAsync(Stop);
        dead.Select(letter => (letter.Source, letter.Key, letter.Error)).ShouldBe(
            [("queue", "a", "poisoned"), ("queue", "a", "It waits behind an earlier message of its key.")]);
        (await database.ScalarAsync<int>("select attempts from msg_dead_letter order by id limit 1")).ShouldBe(2);

        poisoned = false;
        await letters.MarkReplayableAsync(dead[0].Id, Stop);
        await Eventually.IsTrueAsync("both are handled after all", () => node.Handled.Count == 3);
        node.Handled.Skip(1).Select(message => message.BodyJson).ShouldBe(["\"bad\"", "\"after\""]);
        (await letters.ListAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_put_off_comes_back_and_the_others_of_its_key_go_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var tries = 0;
        await using var node = new QueueNode(
            database,
            message => message.BodyJson == "1" && ++tries < 3 ? throw new InvalidDataException() : Task.CompletedTask)
        {
            Policy = ErrorPolicy.Default.OnException<InvalidDataException>()
                .Reschedule(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)).Then.MoveToErrorQueue(),
        }.Running();

        await node.SendAsync(Message("a", "1"), Message("a", "2"));
        await node.UntilDoneAsync();

        tries.ShouldBe(3);
        node.Handled.Select(message => message.BodyJson).ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task What_is_discarded_leaves_no_letter()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = new QueueNode(database, _ => throw new InvalidDataException())
        {
            Policy = ErrorPolicy.Default.OnException<InvalidDataException>().Discard(),
        }.Running();

        await node.SendAsync(Message("a"));
        await node.UntilDoneAsync();

        (await database.ScalarAsync<long>("select count(*) from msg_dead_letter")).ShouldBe(0);
    }

    [Fact]
    public async Task Cut_connections_lose_nothing_and_double_nothing_that_was_marked()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = new QueueNode(database).Running();
        var messages = Enumerable.Range(0, 300).Select(n => Message($"k{n % 7}", $"{n}")).ToList();

        foreach (var (n, message) in messages.Index())
        {
            if (n % 60 == 30)
                await database.ExecuteAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    + $"where application_name = '{database.Schema}' and pid <> pg_backend_pid()");
            await UntilSentAsync(node, message);
        }

        await node.UntilDoneAsync();

        node.Handled.Select(message => message.Id).Distinct().Count().ShouldBe(300);
        foreach (var line in node.Handled.DistinctBy(message => message.Id).GroupBy(message => message.Key))
            line.Select(message => int.Parse(message.BodyJson, CultureInfo.InvariantCulture)).ShouldBeInOrder();
    }

    private static async Task UntilSentAsync(QueueNode node, LocalMessage message)
    {
        while (true)
        {
            try
            {
                await node.SendAsync(message);
                return;
            }
            catch (Governance.Postgres.StoreUnavailableException)
            {
                // Whether it was sent is unknown, so it is sent again under its id.
            }
        }
    }

    private static async Task<int> TakeAsync(TestDatabase database, LocalMessage message, long epoch)
    {
        var take = MessageTable.Take(message.Id, epoch);
        await using var command = database.DataSource.CreateCommand(take.Sql);
        foreach (var value in take.Parameters)
            command.Parameters.Add(value.ToParameter(0, default));
        return await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task WaitAsync(ConcurrentQueue<int> waits)
    {
        if (waits.TryDequeue(out var milliseconds) && milliseconds > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
    }
}
