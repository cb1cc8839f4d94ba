using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

public sealed class BackPressureTests
{
    /// <summary>More than the queue of behaviour holds.</summary>
    private const int Many = 1_100;

    private const int GivenUp = 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_queue_makes_behaviour_wait_lets_a_halt_pass_and_forgets_who_gave_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        await store.AppendAsync(Facts.To("s-1"), Ct);
        await using var holder = await database.DataSource.OpenConnectionAsync(Ct);
        await using (var holding = new NpgsqlCommand("begin; select es_lock()", holder))
            await holding.ExecuteNonQueryAsync(Ct);

        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var behaviour = Enumerable.Range(0, Many).Select(n => store.AppendAsync(Behaviour(n), Ct)).ToList();
        var impatient = Enumerable.Range(Many, GivenUp)
            .Select(n => store.AppendAsync(Behaviour(n), givingUp.Token)).ToList();
        var halt = store.AppendAsync(Facts.To("halt-1"), Ct);
        await givingUp.CancelAsync();
        foreach (var append in impatient)
            await Should.ThrowAsync<OperationCanceledException>(append);
        await ReleaseAsync(holder);

        var placed = (await halt).FirstPosition;
        var places = (await Task.WhenAll(behaviour)).Select(result => result.FirstPosition).ToList();
        places.Count(position => position < placed).ShouldBeLessThan(
            Many / 2, "who came before it by more than a thousand goes after it");
        (await store.HeadAsync(Ct)).Position.ShouldBe(1 + Many + 1, "who gave up while waiting is not stored");
    }

    [Fact]
    public async Task However_a_stop_meets_the_last_append_it_writes_it_and_ends()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        for (var turn = 0; turn < 200; turn++)
        {
            var store = new EventStore(database.DataSource, wakeUps, TimeProvider.System);
            var last = Task.Run(() => store.AppendAsync(Facts.To("s-1"), Ct), Ct);
            if (turn % 2 == 0)
                await last;
            await store.DisposeAsync().AsTask().WaitAsync(Patience.Long, TimeProvider.System, Ct);
            await Record.ExceptionAsync(() => last);
            last.Exception?.InnerException.ShouldBeOfType<StoreUnavailableException>();
        }
    }

    private static AppendRequest Behaviour(int number) =>
        Facts.To($"b-{number}") with { Governed = false };

    private static async Task ReleaseAsync(NpgsqlConnection holder)
    {
        try
        {
            await using var committing = new NpgsqlCommand("commit", holder);
            await committing.ExecuteNonQueryAsync(Ct);
        }
        catch (NpgsqlException)
        {
            // It held the lock so long that the appender has ended it, which is as good.
        }
    }
}
