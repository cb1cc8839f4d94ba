using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.EventSourcing.Sessions;
using Governance.Postgres;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>What a Marten user types, on this store.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EventStore _store = null!;

    public sealed record Opened(string By);

    public sealed record Moved(int Steps);

    public sealed class Game
    {
        public string By { get; private init; } = "";

        public int Steps { get; private set; }

        public static Game Create(Opened opened) => new() { By = opened.By };

        public void Apply(Moved moved) => Steps += moved.Steps;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore(options: new EventStoreOptions
        {
            Events = new EventRegistry().Map<Opened>("game.opened").Map<Moved>("game.moved"),
        });
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_session_saves_its_streams_in_one_commit_with_its_metadata()
    {
        await using var session = _store.LightweightSession();
        (session.CorrelationId, session.CausationId, session.LastModifiedBy) = ("corr", "cause", "officer");
        session.SetHeader("shift", "night");
        session.Events.StartStream<Game>("game-1", new Opened("a"), new Moved(2));
        session.Events.Append("game-2", new Opened("b"));
        session.Events.Append("game-1", new Moved(3));
        var saved = await session.SaveChangesAsync(Ct);

        (saved!.FirstPosition, saved.LastPosition).ShouldBe((1, 4));
        var events = await session.Events.FetchStreamAsync("game-1", ct: Ct);
        events.Select(e => e.Data).ShouldBe([new Opened("a"), new Moved(2), new Moved(3)]);
        var first = events[0].Recorded;
        (first.CorrelationId, first.CausationId, first.Actor).ShouldBe(("corr", "cause", "officer"));
        first.HeadersJson.ShouldBe("""{"shift":"night"}""");
        (await session.Events.FetchStreamStateAsync("game-1", Ct))!.Type.ShouldBe("game");
        (await session.SaveChangesAsync(Ct)).ShouldBeNull("what was saved is not saved again");
    }

    [Fact]
    public async Task A_stream_that_exists_is_not_started_again()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a")));
        var refused = await Should.ThrowAsync<ConcurrencyException>(
            SaveAsync(events => events.StartStream("game-1", new Opened("b"))));
        (refused.StreamId, refused.Expected, refused.Actual).ShouldBe(("game-1", 0, 1));
        refused.Message.ShouldContain("exists already");
    }

    [Fact]
    public async Task An_expected_version_is_where_the_stream_is_afterwards()
    {
        await SaveAsync(events => events.Append("game-1", 2, new Opened("a"), new Moved(1)));
        await SaveAsync(events => events.Append("game-1", 3, new Moved(1)));
        var refused = await Should.ThrowAsync<ConcurrencyException>(
            SaveAsync(events => events.Append("game-1", 3, new Moved(1))));
        (refused.Expected, refused.Actual).ShouldBe((2, 3));
    }

    [Fact]
    public async Task An_optimistic_append_is_held_to_what_it_saw()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a")));
        var session = _store.LightweightSession();
        await session.Events.AppendOptimistic("game-1", Ct, new Moved(1));
        await SaveAsync(events => events.Append("game-1", new Moved(5)));
        var refused = await Should.ThrowAsync<ConcurrencyException>(session.SaveChangesAsync(Ct));
        (refused.Expected, refused.Actual).ShouldBe((1, 2));
    }

    [Fact]
    public async Task What_is_fetched_for_writing_is_folded_and_held_to_its_version()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a"), new Moved(2)));
        var session = _store.LightweightSession();
        var game = await session.Events.FetchForWriting<Game>("game-1", Ct);
        (game.Id, game.Aggregate!.Steps, game.StartingVersion).ShouldBe(("game-1", 2, 2));
        game.AppendOne(new Moved(3));
        game.AppendMany(new Moved(4), new Moved(5));
        (game.CurrentVersion, game.Aggregate.Steps).ShouldBe((5, 2));
        await session.SaveChangesAsync(Ct);
        (await session.Events.AggregateStreamAsync<Game>("game-1", ct: Ct))!.Steps.ShouldBe(14);

        var late = _store.LightweightSession();
        (await late.Events.FetchForWriting<Game>("game-1", 5, Ct)).AppendOne(new Moved(1));
        await SaveAsync(events => events.Append("game-1", new Moved(1)));
        await Should.ThrowAsync<StreamConflictException>(late.SaveChangesAsync(Ct));
        var stale = await Should.ThrowAsync<ConcurrencyException>(
            _store.LightweightSession().Events.FetchForWriting<Game>("game-1", 5, Ct));
        (stale.Expected, stale.Actual).ShouldBe((5, 6));
    }

    [Fact]
    public async Task A_stream_only_read_must_not_have_moved()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a")));
        var session = _store.LightweightSession();
        await session.Events.FetchForWriting<Game>("game-1", Ct);
        (await session.Events.FetchForWriting<Game>("game-2", Ct)).Aggregate.ShouldBeNull();
        session.Events.StartStream("game-3", new Opened("c"));
        await SaveAsync(events => events.Append("game-2", new Opened("b")));

        var refused = await Should.ThrowAsync<ConcurrencyException>(session.SaveChangesAsync(Ct));
        (refused.StreamId, refused.Expected, refused.Actual).ShouldBe(("game-2", 0, 1));
        (await _store.FetchStreamStateAsync("game-3", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_is_aggregated_as_of_a_version_a_time_or_a_position()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a"), new Moved(1)));
        await SaveAsync(events => events.Append("game-2", new Opened("b")));
        await SaveAsync(events => events.Append("game-1", new Moved(2)));
        var read = _store.LightweightSession().Events;
        var second = (await read.FetchStreamAsync("game-1", ct: Ct))[1].Recorded;
        (await read.AggregateStreamAsync<Game>("game-1", version: 2, ct: Ct))!.Steps.ShouldBe(1);
        (await read.AggregateStreamAsync<Game>("game-1", timestamp: second.At, ct: Ct))!.Steps.ShouldBe(1);
        (await read.AggregateStreamAsync<Game>("game-1", position: 3, ct: Ct))!.Steps.ShouldBe(1);
        (await read.AggregateStreamAsync<Game>("game-1", position: 4, ct: Ct))!.Steps.ShouldBe(3);
        (await read.AggregateStreamAsync<Game>("game-9", ct: Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_whose_answer_was_lost_is_saved_again_and_appended_once()
    {
        var session = _store.LightweightSession();
        session.Events.StartStream("game-1", new Opened("a"));
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(session.SaveChangesAsync(gaveUp.Token));

        (await session.SaveChangesAsync(Ct))!.FirstPosition.ShouldBe(1);
        (await _store.HeadAsync(Ct)).Position.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_ids_are_saved_once()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var session = _store.LightweightSession();
            session.Events.StartStream("game-1", session.Events.BuildEvent(new Opened("a"), id));
            (await session.SaveChangesAsync(Ct))!.AlreadyAppended.ShouldBe(attempt == 1);
        }
    }

    [Fact]
    public async Task An_archived_stream_is_read_as_before_and_never_appended_to()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a"), new Moved(2)));
        await SaveAsync(events => events.ArchiveStream("game-1", "over"));

        var refused = await Should.ThrowAsync<ConcurrencyException>(
            SaveAsync(events => events.Append("game-1", new Moved(1))));
        refused.ShouldBeOfType<StreamArchivedException>().Actual.ShouldBe(3);
        var read = _store.LightweightSession().Events;
        await Should.ThrowAsync<StreamArchivedException>(read.FetchForWriting<Game>("game-1", Ct));
        (await read.AggregateStreamAsync<Game>("game-1", ct: Ct))!.Steps.ShouldBe(2);
        (await read.FetchStreamAsync("game-1", ct: Ct))[^1].Data.ShouldBe(new StreamArchived("over"));
        (await _database.ScalarAsync<bool>("select is_archived from mt_streams where id = 'game-1'")).ShouldBeTrue();

        // Another node learns it from the log, not from this one's memory.
        var other = _database.OpenStore();
        await Should.ThrowAsync<StreamArchivedException>(other.AppendAsync(Facts.To("game-1", 3), Ct));
    }

    [Fact]
    public async Task A_stream_started_and_archived_in_one_commit_is_flagged_too()
    {
        await SaveAsync(events =>
        {
            events.StartStream<Game>("game-1", new Opened("a"));
            events.ArchiveStream("game-1");
        });
        (await _database.ScalarAsync<bool>("select is_archived and type = 'game' from mt_streams")).ShouldBeTrue();
        (await _database.ScalarAsync<long>("select count(*) from mt_events")).ShouldBe(2);
        await Should.ThrowAsync<StreamArchivedException>(SaveAsync(events =>
        {
            events.ArchiveStream("game-2");
            events.Append("game-2", new Moved(1));
        }));
    }

    [Fact]
    public async Task Nothing_is_appended_to_a_stream_that_a_newer_version_wrote()
    {
        await SaveAsync(events => events.StartStream("game-1", new Opened("a")));
        await _store.AppendAsync(Facts.To("game-1", facts: Facts.Fact(type: "game.flown")), Ct);
        var game = await _store.LightweightSession().Events.FetchForWriting<Game>("game-1", Ct);
        (game.Aggregate!.By, game.SawUnknown).ShouldBe(("a", "game.flown"));
        Should.Throw<UnreadableEventException>(() => game.AppendOne(new Moved(1))).Known.ShouldBeFalse();
    }

    [Fact]
    public async Task An_append_that_is_blocked_to_the_end_is_a_concurrency_failure()
    {
        await _database.ExecuteAsync(
            """
            create function blocked() returns void language plpgsql as $$
            begin
                raise exception 'canceling statement due to lock timeout' using errcode = 'lock_not_available';
            end $$
            """);
        var append = Facts.To("game-1") with { Writes = [new JoinedWrite("select blocked()", [])] };
        await Should.ThrowAsync<AppendBlockedException>(_store.AppendAsync(append, Ct));
        (await _store.AppendAsync(Facts.To("game-1", ExpectedVersion.NoStream), Ct)).FirstPosition.ShouldBe(1);
        typeof(ConcurrencyException).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(ConcurrencyException)))
            .ShouldBe(
                [typeof(ConcurrencyException), typeof(EventRefusedException), typeof(UnreadableEventException)],
                ignoreOrder: true);
    }

    private async Task SaveAsync(Action<StreamOperations> act)
    {
        await using var session = _store.LightweightSession();
        act(session.Events);
        await session.SaveChangesAsync(Ct);
    }
}
