using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>What every kind of projection promises.</summary>
public sealed class ProjectionTests : IAsyncLifetime
{
    private ProjectionWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ProjectionWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Rows_and_checkpoint_follow_the_log()
    {
        var daemon = await _world.StartAsync(new Tally());
        await _world.AppendAsync(30);
        var last = await _world.Store.AppendAsync(Facts.To("ignored", facts: Facts.Fact(type: "not.wanted")), Ct);
        await daemon.WaitForNonStaleProjectionDataAsync("Tally", last.LastPosition, Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:10:28,s-1:10:29,s-2:10:30");
        var progress = daemon.Progress.ShouldHaveSingleItem();
        (progress.Name, progress.Version, progress.Position, progress.Failure).ShouldBe(("Tally", 1, 31, null));
        await Eventually.IsTrueAsync(
            "the checkpoint is written although nothing more is wanted",
            async () => await _world.CheckpointAsync("Tally:All") == 31);
    }

    [Fact]
    public async Task A_row_ends_and_may_begin_again()
    {
        var daemon = await _world.StartAsync(new Tally());
        await _world.AppendAsync("s", 1, 2, 0);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("");
        await _world.AppendAsync("s", 0, 5);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s:1:5");
    }

    [Fact]
    public async Task An_event_fans_out_into_the_rows_of_all_its_keys()
    {
        var daemon = await _world.StartAsync(new Receivers());
        await _world.AppendJsonAsync("one", """{"n":1,"to":["a","b"]}""");
        await _world.AppendJsonAsync("two", """{"n":2,"to":["b"]}""");
        await _world.AppendJsonAsync("two", """{"n":9}""");
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("receivers_v1")).ShouldBe("a:1:1,b:2:2");
    }

    [Fact]
    public async Task An_event_projection_has_rows_of_single_events()
    {
        var daemon = await _world.StartAsync(new FactsList());
        await _world.AppendAsync(7);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.Database.ScalarAsync<long>("select count(*) from facts_list_v1")).ShouldBe(7);
        (await _world.Database.ScalarAsync<decimal>("select sum(last) from facts_list_v1")).ShouldBe(28);
    }

    [Fact]
    public async Task History_tells_what_a_row_was_as_of_a_position()
    {
        await _world.AppendAsync("s", 1, 2);
        var daemon = await _world.StartAsync(new Tally(history: true));
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await _world.AppendAsync("s", 4, 0);
        await _world.AppendAsync("s", 8);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var sums = new List<long?>();
        for (var position = 1; position <= 5; position++)
        {
            sums.Add(await _world.Database.ScalarAsync<object>($"""
                select (select total from tally_v1
                        where valid_from <= {position} and (valid_to is null or valid_to > {position}))
                """) as long?);
        }

        sums.ShouldBe([1, 3, 7, null, 8]);
    }

    [Fact]
    public async Task A_failing_database_statement_is_not_an_events_fault_and_is_tried_again()
    {
        var daemon = await _world.StartAsync(new Tally(), new FactsList());
        await _world.AppendAsync(3);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await _world.Database.ExecuteAsync("alter table tally_v1_g1 rename to away");
        await _world.AppendAsync(3);
        await Eventually.IsTrueAsync(
            "the failure is told", () => daemon.Progress.Any(p => p is { Name: "Tally", Failure: not null }));
        await daemon.WaitForNonStaleProjectionDataAsync("FactsList", 6, Patience.Long, Ct);
        await _world.Database.ExecuteAsync("drop table if exists tally_v1_g1");
        await _world.Database.ExecuteAsync("alter table away rename to tally_v1_g1");
        await daemon.WaitForNonStaleProjectionDataAsync("Tally", 6, Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:2:4,s-1:2:5,s-2:2:6");
        daemon.Progress.ShouldAllBe(progress => progress.ParkedKeys == 0);
    }

    [Fact]
    public async Task It_stops_at_an_event_type_that_this_binary_does_not_know_and_another_goes_on()
    {
        var old = await _world.StartAsync(type => type != "thing.new", new Tally(), new FactsList());
        await _world.AppendAsync("s", 1);
        await _world.Store.AppendAsync(Facts.To("s", facts: Facts.Fact(type: "thing.new")), Ct);
        await _world.AppendAsync("s", 1);
        await old.WaitForNonStaleProjectionDataAsync("FactsList", 3, Patience.Long, Ct);
        await Eventually.IsTrueAsync(
            "it says why it stands",
            () => old.Progress[0].Failure?.Contains("thing.new", StringComparison.Ordinal) is true);
        old.Progress[0].Position.ShouldBe(1);
        var newer = await _world.StartAsync(_ => true, new Tally());
        await newer.WaitForNonStaleProjectionDataAsync("Tally", 3, Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s:2:3");
    }
}
