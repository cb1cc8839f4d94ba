using Governance.EventSourcing;
using Governance.Postgres;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store.Crash;

public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int WritersPerNode = 4;

    private static readonly int s_rounds = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 40 : 2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_explains_every_answer_whatever_was_cancelled_killed_or_in_conflict()
    {
        for (var round = 0; round < s_rounds; round++)
            await RunAsync(20_270 + round);
    }

    private async Task RunAsync(int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var database = await TestDatabase.CreateAsync();
        var history = new History();
        var nodes = Enumerable.Range(0, Nodes).Select(_ => database.OpenStore()).ToList();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var killing = KillAsync(database, history, done.Token);
        await Task.WhenAll(
            from node in Enumerable.Range(0, Nodes)
            from writer in Enumerable.Range(0, WritersPerNode)
            select WriteAsync(nodes[node], history, (seed * 100) + (node * WritersPerNode) + writer));
        await done.CancelAsync();
        await killing;
        history.ShouldBeExplainedBy(await LogOf(database.OpenStore()));
    }

    /// <summary>Ends every session of the schema now and then, also those inside a commit.</summary>
    private static async Task KillAsync(TestDatabase database, History history, CancellationToken done)
    {
        const int answersBetweenKills = 120;
        try
        {
            for (var kills = 1; ; kills++)
            {
                while (history.Answers < kills * answersBetweenKills)
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, done);
                await database.EndSessionsAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The writers are done.
        }
    }

    private static async Task WriteAsync(EventStore store, History history, int seed)
    {
#pragma warning disable RS0030 // The seed is printed.
        var random = new Random(seed);
#pragma warning restore RS0030
        for (var n = 0; n < 60; n++)
        {
            using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            if (random.Next(8) == 0)
                givingUp.CancelAfter(TimeSpan.FromMilliseconds(random.Next(6)));
            await history.TryAsync(store, await RequestAsync(store, random), givingUp.Token);
        }
    }

    private static async Task<AppendRequest> RequestAsync(EventStore store, Random random)
    {
        var streams = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => $"s-{random.Next(10)}").Distinct().ToList();
        var guarded = $"g-{random.Next(3)}";
        if (random.Next(6) == 0)
            streams.Add(guarded);
        var appends = new List<StreamAppend>();
        foreach (var stream in streams)
        {
            var expected = random.Next(2) == 0 ? await VersionAsync(store, stream) : ExpectedVersion.Any;
            appends.Add(new StreamAppend(
                stream, expected, [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Fact(random))]));
        }

        return new AppendRequest(
            appends,
            new AppendMetadata("writer"),
            random.Next(3) == 0 && !streams.Contains(guarded)
                ? [new StreamGuard(guarded, await VersionAsync(store, guarded))]
                : null,
            Governed: random.Next(2) == 0);
    }

    private static NewEvent Fact(Random random)
    {
        var id = new byte[16];
        random.NextBytes(id);
        return Facts.Fact(id: new Guid(id));
    }

    private static async Task<long> VersionAsync(EventStore store, string stream)
    {
        try
        {
            return (await store.FetchStreamStateAsync(stream, Ct))?.Version ?? 0;
        }
        catch (StoreUnavailableException)
        {
            return 0;
        }
    }

    private static async Task<List<RecordedEvent>> LogOf(EventStore store)
    {
        var log = new List<RecordedEvent>();
        while (await store.ReadAsync(log.Count, 500, null, false, Ct) is { Count: > 0 } page)
            log.AddRange(page);
        return log;
    }
}
