using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store.Compliance;

/// <summary>What every way of writing to the log must keep. A stand-in is one more class below.</summary>
public abstract class LogCompliance : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ILog _log = null!;
    private int _ids;

    protected abstract ILog Open(TestDatabase database);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _log = Open(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Facts_come_back_in_order_with_dense_versions_and_positions()
    {
        (await _log.AppendAsync("a", 0, Fact("""{"n":1,"t":"é𝄞"}"""), Fact("""{"n":2}"""))).ShouldBe(2);
        (await _log.AppendAsync("b", 0, Fact())).ShouldBe(1);
        (await _log.AppendAsync("a", null, Fact("""[3]"""))).ShouldBe(3);

        var stream = await _log.FetchAsync("a");
        stream.Select(fact => (fact.Position, fact.Version)).ShouldBe([(1, 1), (2, 2), (4, 3)]);
        stream[0].Data!["t"]!.GetValue<string>().ShouldBe("é𝄞");
        stream[2].Data![0]!.GetValue<int>().ShouldBe(3);
        (await _log.ReadAllAsync()).Select(fact => fact.Position).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_version_in_the_way_leaves_nothing()
    {
        await _log.AppendAsync("a", 0, Fact());
        (await _log.AppendAsync("a", 0, Fact(), Fact())).ShouldBeNull();
        (await _log.AppendAsync("a", 7, Fact())).ShouldBeNull();
        (await _log.AppendAsync("a", 1, Fact())).ShouldBe(2);
        (await _log.ReadAllAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_who_expect_the_same_version_one_wins()
    {
        await _log.AppendAsync("a", 0, Fact());
        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _log.AppendAsync("a", 1, Fact())));
        told.Count(version => version == 2).ShouldBe(1);
        told.Count(version => version is null).ShouldBe(7);
        (await _log.FetchAsync("a")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_at_once_leave_no_gap_and_lose_nothing()
    {
        var facts = Enumerable.Range(0, 60).Select(_ => Fact()).ToList();
        await Task.WhenAll(facts.Select((fact, n) => _log.AppendAsync($"s-{n % 5}", null, fact)));
        var log = await _log.ReadAllAsync();
        log.Select(fact => fact.Position).ShouldBe(Enumerable.Range(1, 60).Select(n => (long)n));
        log.Select(fact => fact.Id).Order().ShouldBe(facts.Select(fact => fact.Id).Order());
        foreach (var stream in log.GroupBy(fact => fact.Stream))
            stream.Select(fact => fact.Version).ShouldBe(Enumerable.Range(1, 12).Select(n => (long)n));
    }

    [Fact]
    public async Task The_same_id_is_stored_once()
    {
        var fact = Fact();
        await _log.AppendAsync("a", null, fact);
        await Record.ExceptionAsync(() => _log.AppendAsync("a", null, fact));
        await Record.ExceptionAsync(() => _log.AppendAsync("b", null, fact));
        (await _log.ReadAllAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_could_never_be_read_again_is_refused_and_the_log_goes_on()
    {
        (await Record.ExceptionAsync(() => _log.AppendAsync("a", null, Fact("""{"a":"\u0000"}""")))).ShouldNotBeNull();
        (await Record.ExceptionAsync(() => _log.AppendAsync("a", null, Fact("""{"a":"\ud834"}""")))).ShouldNotBeNull();
        (await _log.AppendAsync("a", 0, Fact())).ShouldBe(1);
        (await _log.ReadAllAsync())[0].Position.ShouldBe(1);
    }

    [Fact]
    public async Task An_archived_stream_is_read_and_takes_nothing_more()
    {
        await _log.AppendAsync("a", 0, Fact());
        await _log.ArchiveAsync("a");
        (await Record.ExceptionAsync(() => _log.AppendAsync("a", null, Fact()))).ShouldNotBeNull();
        (await _log.FetchAsync("a"))[0].Version.ShouldBe(1);
        (await _log.AppendAsync("b", 0, Fact())).ShouldBe(1);
    }

    private (Guid Id, string Json) Fact(string json = """{"n":1}""") =>
        (new Guid(Interlocked.Increment(ref _ids), 0, 0, new byte[8]), json);
}
