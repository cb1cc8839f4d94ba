using System.Text.Json;
using Governance.Messaging;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Fixture;

/// <summary>
/// What came of an act once every message that followed from it was handled: facts, messages to handlers, timers that
/// wait, and what leaves the system (listed, and not awaited).
/// </summary>
internal sealed class TrackedSession
{
    private readonly IReadOnlyList<(string Type, string Body)> _sent;

    private TrackedSession(
        IReadOnlyList<Fact> facts, IReadOnlyList<(string Type, string Body)> sent, IReadOnlyList<string> scheduled,
        IReadOnlyList<string> outgoing) =>
        (Facts, _sent, Scheduled, Outgoing) = (facts, sent, scheduled, outgoing);

    /// <summary>Every fact, in the order of the log.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>The timers that wait now, as <c>kind/key</c>.</summary>
    public IReadOnlyList<string> Scheduled { get; }

    /// <summary>The idempotency keys of what leaves the system, in their order.</summary>
    public IReadOnlyList<string> Outgoing { get; }

    /// <summary>The messages of one type, in the order they were sent.</summary>
    public IReadOnlyList<TMessage> Sent<TMessage>() =>
    [
        .. _sent.Where(one => one.Type == MessageNames.Of(typeof(TMessage)))
            .Select(one => JsonSerializer.Deserialize<TMessage>(one.Body, FactJson.Options)!),
    ];

    /// <summary>Acts, and waits until nothing that follows is left to be done.</summary>
    public static async Task<TrackedSession> RunAsync(PipelineNode node, TestDatabase database, Func<Task> act)
    {
        var stop = TestContext.Current.CancellationToken;
        var position = (await node.Store.HeadAsync(stop)).Position;
        var message = await database.ScalarAsync<long>("select coalesce(max(seq), 0) from msg_message");
        var outgoing = await database.ScalarAsync<long>("select coalesce(max(id), 0) from msg_outbox");
        await act();
        await Eventually.IsTrueAsync("nothing is left to be done", async () =>
        {
            await node.Reactions.WaitUntilSettledAsync(stop);
            return await NothingIsDueAsync(node, database);
        });
        // A timer may have fired between the two looks: what reacts to its facts belongs to the act as well.
        await node.Reactions.WaitUntilSettledAsync(stop);
        var facts = await node.Store.ReadAsync(position, 10_000, null, withoutBehaviour: false, stop);
        return new TrackedSession(
            [.. facts.Select(EventTypes.Decode)],
            await ListAsync(
                database,
                $"select type, body::text from msg_message where seq > {message} order by seq",
                row => (row.GetString(0), row.GetString(1))),
            await ListAsync(
                database, "select kind || '/' || key from msg_timer order by fire_at, id", row => row.GetString(0)),
            await ListAsync(
                database,
                $"select idempotency_key from msg_outbox where id > {outgoing} order by id",
                row => row.GetString(0)));
    }

    // What is due fires at once; what it causes is waited for in the next round.
    private static async Task<bool> NothingIsDueAsync(PipelineNode node, TestDatabase database)
    {
        var now = node.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var due = database.DataSource.CreateCommand("select count(*) from msg_timer where fire_at <= $1");
        due.Parameters.AddWithValue(now.UtcDateTime);
        if ((long)(await due.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0)
            return true;
        node.Services.GetRequiredService<Nudges>().RingTimers();
        return false;
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(
        TestDatabase database, string sql, Func<Npgsql.NpgsqlDataReader, T> read)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}

/// <summary>A clock that a test moves; between two moves it runs on.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan _by;

    public override DateTimeOffset GetUtcNow() => TimeProvider.System.GetUtcNow() + _by;

    /// <summary>Lets time pass; timers that come due by it fire within the tracked act.</summary>
    public Task MoveAsync(TimeSpan by)
    {
        _by += by;
        return Task.CompletedTask;
    }
}
