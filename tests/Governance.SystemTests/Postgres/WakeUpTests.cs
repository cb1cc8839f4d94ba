using System.Collections.Concurrent;
using Governance.Postgres.Waking;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Postgres;

public sealed class WakeUpTests
{
    [Fact]
    public async Task A_wake_up_reaches_its_topic_here_at_once_and_elsewhere_soon_and_no_other_schema()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var neighbour = await TestDatabase.CreateAsync();
        await using var here = new WakeUps(database.DataSource, TimeProvider.System);
        await using var elsewhere = new WakeUps(database.DataSource, TimeProvider.System);
        await using var stranger = new WakeUps(neighbour.DataSource, TimeProvider.System);
        var heard = new ConcurrentQueue<string>();
        using var own = here.Subscribe("outbox", detail => heard.Enqueue("here " + detail));
        using var other = elsewhere.Subscribe("outbox", detail => heard.Enqueue("elsewhere " + detail));
        using var unrelated = elsewhere.Subscribe("timers", detail => heard.Enqueue("timers " + detail));
        using var foreign = stranger.Subscribe("outbox", detail => heard.Enqueue("stranger " + detail));
        await Eventually.IsTrueAsync("all listen", () => heard.Count >= 4);

        here.Raise("outbox", "42");
        heard.ShouldContain("here 42");
        await Eventually.IsTrueAsync("the other node hears", () => heard.Contains("elsewhere 42"));
        heard.ShouldNotContain("stranger 42");
        heard.ShouldNotContain("timers 42");
    }

    [Fact]
    public async Task After_a_lost_connection_everybody_is_woken_and_wake_ups_go_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        await using var sender = new WakeUps(database.DataSource, TimeProvider.System);
        var heard = new ConcurrentQueue<string>();
        using var subscription = wakeUps.Subscribe("log", heard.Enqueue);
        await Eventually.IsTrueAsync("it listens", () => !heard.IsEmpty);
        heard.Clear();
        await database.ExecuteAsync(
            $"""
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = '{database.Schema}' and pid <> pg_backend_pid()
            """);
        await Eventually.IsTrueAsync("it was woken, for it may have missed something", () => heard.Contains(""));
        await Eventually.IsTrueAsync("it hears again", () =>
        {
            sender.Raise("log", "7");
            return heard.Contains("7");
        });
    }
}
