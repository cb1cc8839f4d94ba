using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>An event that cannot be applied holds up its own key and nothing else.</summary>
public sealed class ProjectionParkingTests : IAsyncLifetime
{
    private ProjectionWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ProjectionWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Poison_parks_its_key_and_the_others_go_on_until_it_is_tried_again()
    {
        var tally = new Tally(history: true);
        var daemon = await _world.StartAsync(tally);
        await _world.AppendAsync(6);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        tally.Poison["s-1"] = true;
        await _world.AppendAsync(6);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await RowsAsync()).ShouldBe("s-0:4:10,s-1:2:5,s-2:4:12");
        var parked = (await daemon.ListParkedKeysAsync(Ct)).ShouldHaveSingleItem();
        (parked.Projection, parked.Key, parked.Position, parked.Events, parked.Reason)
            .ShouldBe(("Tally", "s-1", 8, 2, "poison"));
        await Eventually.IsTrueAsync("the progress tells", () => daemon.Progress[0].ParkedKeys == 1);

        (await daemon.RetryParkedKeyAsync("Tally", "s-1", Ct)).ShouldBeTrue();
        await Eventually.IsTrueAsync("tried in vain, it is parked anew", async () =>
            await _world.Database.ScalarAsync<long>("select count(*) from es_parked_event where retry") == 0);
        (await RowsAsync()).ShouldBe("s-0:4:10,s-1:2:5,s-2:4:12");

        tally.Poison.Clear();
        await daemon.RetryParkedKeyAsync("Tally", "s-1", Ct);
        await Eventually.IsTrueAsync(
            "the key has caught up", async () => (await daemon.ListParkedKeysAsync(Ct)).Count == 0);
        (await RowsAsync()).ShouldBe("s-0:4:10,s-1:4:11,s-2:4:12");
        var live = await _world.DumpAsync("tally_v1");
        await daemon.RebuildProjectionAsync("Tally", Ct);
        (await _world.DumpAsync("tally_v1")).ShouldBe(live);
        (await daemon.RetryParkedKeyAsync("Tally", "s-1", Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_that_the_table_refuses_is_found_among_many_and_parked()
    {
        await _world.AppendManyAsync("good", 700);
        await _world.AppendAsync("bad", 1, 2_000_000, 1);
        await _world.AppendManyAsync("good", 700);
        await _world.AppendAsync("worse", 3_000_000);
        var daemon = await _world.StartAsync(new Tally());
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("bad:1:701,good:1400:1403");
        var parked = await daemon.ListParkedKeysAsync(Ct);
        parked.Select(key => (key.Key, key.Position, key.Events)).ShouldBe([("bad", 702, 2), ("worse", 1404, 1)]);
        parked[0].Reason.ShouldContain("check constraint");
        await daemon.RetryParkedKeyAsync("Tally", "bad", Ct);
        await Eventually.IsTrueAsync("tried in vain, it is left alone", async () =>
            await _world.Database.ScalarAsync<long>("select count(*) from es_parked_event where retry") == 0);
        await _world.AppendAsync("good", 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("bad:1:701,good:1401:1405");
        daemon.Progress[0].Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_row_before_an_unknown_event_is_parked_before_the_stop()
    {
        await _world.AppendAsync("good", 1, 1);
        await _world.AppendAsync("bad", 2_000_000);
        await _world.Store.AppendAsync(Facts.To("s", facts: Facts.Fact(type: "thing.new")), Ct);
        var daemon = await _world.StartAsync(type => type != "thing.new", new Tally());
        await daemon.WaitForNonStaleProjectionDataAsync("Tally", 3, Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("good:2:2");
        (await daemon.ListParkedKeysAsync(Ct)).ShouldHaveSingleItem().Key.ShouldBe("bad");
    }

    [Fact]
    public async Task An_event_whose_keys_cannot_be_told_parks_its_stream()
    {
        var daemon = await _world.StartAsync(new Receivers());
        await _world.AppendJsonAsync("one", """{"n":1,"to":["a",7]}""");
        await _world.AppendJsonAsync("one", """{"n":1,"to":["a"]}""");
        await _world.AppendJsonAsync("two", """{"n":1,"to":["a"]}""");
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("receivers_v1")).ShouldBe("a:1:3");
        (await daemon.ListParkedKeysAsync(Ct)).Select(key => (key.Key, key.Events)).ShouldBe([("stream one", 2)]);
    }

    [Fact]
    public async Task A_parked_key_stays_parked_for_the_next_node()
    {
        var tally = new Tally();
        tally.Poison["s-0"] = true;
        var daemon = await _world.StartAsync(tally);
        await _world.AppendAsync(3);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await daemon.DisposeAsync();
        await _world.AppendAsync(3);
        var next = await _world.StartAsync(new Tally());
        await next.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-1:2:5,s-2:2:6");
        (await next.ListParkedKeysAsync(Ct)).ShouldHaveSingleItem().Events.ShouldBe(2);
    }

    private Task<string> RowsAsync() => _world.RowsAsync("tally_v1 where valid_to is null");
}
