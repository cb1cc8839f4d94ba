using Governance.EventSourcing;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

public sealed class ConcurrencyTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 16;
    private const int AppendsPerWriter = 60;
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Sixteen_writers_on_two_nodes_leave_no_gap_and_no_reader_skips()
    {
        const int seed = 20261;
        output.WriteLine($"seed {seed}");
        EventStore[] nodes = [_database.OpenStore(), _database.OpenStore()];
        using var done = new CancellationTokenSource();
        var readers = nodes.Select(node => FollowAsync(node, done.Token)).ToList();
        var told = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(n => WriteAsync(nodes[n % nodes.Length], seed + n)));
        var head = await nodes[0].HeadAsync(Ct);
        await done.CancelAsync();

        var log = await ReadAllAsync(_database.OpenStore());
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, (int)head.Position).Select(n => (long)n));
        log.Zip(log.Skip(1), (a, b) => a.At <= b.At).ShouldAllBe(inOrder => inOrder);
        foreach (var stream in log.GroupBy(e => e.StreamId))
        {
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(n => (long)n));
            (await nodes[0].FetchStreamStateAsync(stream.Key, Ct))!.Version.ShouldBe(stream.Count());
        }

        told.SelectMany(ids => ids).Order().ShouldBe(log.Select(e => e.Id).Order());
        foreach (var reader in readers)
        {
            var seen = await reader;
            seen.ShouldBe(log.Take(seen.Count).Select(e => e.Id));
        }
    }

    /// <summary>Random appends, guards and expectations, now and then repeated; answers the ids accepted.</summary>
    private static async Task<List<Guid>> WriteAsync(EventStore store, int seed)
    {
#pragma warning disable RS0030 // The seed is printed.
        var random = new Random(seed);
#pragma warning restore RS0030
        var accepted = new List<Guid>();
        for (var n = 0; n < AppendsPerWriter; n++)
        {
            var stream = $"s-{random.Next(8)}";
            var guarded = $"s-{random.Next(8)}";
            var versions = await Task.WhenAll(VersionAsync(store, stream), VersionAsync(store, guarded));
            var bytes = new byte[16];
            random.NextBytes(bytes);
            var facts = Enumerable.Range(0, 1 + random.Next(3))
                .Select(i => Facts.Fact(id: new Guid(Change(bytes, (byte)i)))).ToArray();
            var request = Facts.To(stream, random.Next(2) == 0 ? versions[0] : ExpectedVersion.Any, facts) with
            {
                Guards = random.Next(3) == 0 ? [new StreamGuard(guarded, versions[1])] : null,
                Governed = random.Next(2) == 0,
            };
            try
            {
                var result = await store.AppendAsync(request, Ct);
                if (random.Next(10) == 0)
                    (await store.AppendAsync(request, Ct)).ShouldBe(result with { AlreadyAppended = true });
                accepted.AddRange(facts.Select(fact => fact.Id!.Value));
            }
            catch (StreamConflictException)
            {
                // Another writer was faster: exactly what the expectation is for.
            }
        }

        return accepted;
    }

    private static byte[] Change(byte[] bytes, byte last) => [.. bytes[..15], last];

    private static async Task<long> VersionAsync(EventStore store, string stream) =>
        (await store.FetchStreamStateAsync(stream, Ct))?.Version ?? 0;

    private static async Task<List<Guid>> FollowAsync(EventStore store, CancellationToken done)
    {
        var seen = new List<Guid>();
        var position = 0L;
        try
        {
            while (true)
            {
                await store.WaitForPastAsync(position, done);
                var page = await store.ReadPageAsync(position, 50, null, false, Ct);
                seen.AddRange(page.Events.Select(e => e.Id));
                position = page.Through;
            }
        }
        catch (OperationCanceledException)
        {
            return seen;
        }
    }

    private static async Task<List<RecordedEvent>> ReadAllAsync(EventStore store)
    {
        var log = new List<RecordedEvent>();
        while (await store.ReadAsync(log.Count, 500, null, false, Ct) is { Count: > 0 } page)
            log.AddRange(page);
        return log;
    }
}
