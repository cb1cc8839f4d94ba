using Governance.EventSourcing;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

public sealed class ReadTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EventStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_stream_is_read_as_of_a_version_a_time_and_a_position()
    {
        var results = new List<AppendResult>();
        for (var n = 0; n < 4; n++)
            results.Add(await _store.AppendAsync(Facts.To("s-1"), Ct));
        (await _store.FetchStreamAsync("s-1", asOfVersion: 2, ct: Ct)).Count.ShouldBe(2);
        (await _store.FetchStreamAsync("s-1", asOfPosition: 3, ct: Ct)).Count.ShouldBe(3);
        (await _store.FetchStreamAsync("s-1", fromVersion: 4, ct: Ct)).Single().Version.ShouldBe(4);
        (await _store.FetchStreamAsync("s-1", asOfTime: results[1].At, ct: Ct)).Count.ShouldBe(2);
        (await _store.FetchStreamAsync("s-1", asOfTime: results[0].At.AddTicks(-10), ct: Ct)).ShouldBeEmpty();
        (await _store.FetchStreamAsync("s-2", ct: Ct)).ShouldBeEmpty();
        (await _store.FetchStreamStateAsync("s-2", Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_says_how_far_it_looked_from_memory_and_from_the_table(bool fromMemory)
    {
        for (var n = 0; n < 6; n++)
        {
            await _store.AppendAsync(
                Facts.To($"s-{n}", facts: Facts.Fact(type: n % 2 == 0 ? "behaviour.segment_recorded" : "a.b")), Ct);
        }

        var reader = fromMemory ? _store : _database.OpenStore();
        var page = await reader.ReadPageAsync(0, 10, null, withoutBehaviour: true, Ct);
        page.Events.Select(e => e.Position).ShouldBe([2, 4, 6]);
        page.Through.ShouldBe(6);
        page = await reader.ReadPageAsync(0, 2, null, withoutBehaviour: false, Ct);
        page.Events.Select(e => e.Position).ShouldBe([1, 2]);
        page.Through.ShouldBe(2);
        page = await reader.ReadPageAsync(2, 10, ["x.y"], withoutBehaviour: false, Ct);
        page.Events.ShouldBeEmpty();
        page.Through.ShouldBe(6);
        (await reader.ReadAsync(0, 10, ["behaviour.segment_recorded"], false, Ct)).Count.ShouldBe(3);
        page = await reader.ReadPageAsync(6, 10, null, false, Ct);
        (page.Events.Count, page.Through).ShouldBe((0, 6));
    }

    [Fact]
    public async Task Another_node_is_woken_by_an_append()
    {
        var other = _database.OpenStore();
        await other.HeadAsync(Ct);
        var woken = other.WaitForPastAsync(0, Ct);
        woken.IsCompleted.ShouldBeFalse();
        await _store.AppendAsync(Facts.To("s-1"), Ct);
        await woken.WaitAsync(Patience.Long, Ct);
        (await other.ReadAsync(0, 10, null, false, Ct)).Count.ShouldBe(1);
    }
}
