using Governance.EventSourcing;
using Governance.Postgres;
using Governance.SystemTests.Fixture;
using NpgsqlTypes;

namespace Governance.SystemTests.Store;

public sealed class AppendTests : IAsyncLifetime
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
    public async Task What_is_appended_is_read_back_byte_for_byte()
    {
        const string odd = """{ "b" : 1.50, "a":[1,  2], "é":"\u00e9𝄞", "b":2 }""";
        var request = new AppendRequest(
            [new StreamAppend("incident-1", ExpectedVersion.NoStream, [Facts.Fact(odd), Facts.Fact()], "Incident")],
            new AppendMetadata("officer", "corr", "cause", new Dictionary<string, string> { ["a"] = "ü" }));
        var result = await _store.AppendAsync(request, Ct);

        result.ShouldBe(new AppendResult(1, 2, result.At, false));
        var events = await _store.FetchStreamAsync("incident-1", ct: Ct);
        events.Count.ShouldBe(2);
        events[0].Text().ShouldBe(odd);
        (events[0].Position, events[0].Version, events[1].Position, events[1].Version).ShouldBe((1, 1, 2, 2));
        (events[0].Actor, events[0].CorrelationId, events[0].CausationId).ShouldBe(("officer", "corr", "cause"));
        events[0].At.ShouldBe(result.At);
        (result.At.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
        var state = await _store.FetchStreamStateAsync("incident-1", Ct);
        (state!.Version, state.Type, state.Created).ShouldBe((2, "Incident", result.At));
    }

    [Fact]
    public async Task The_hashes_in_the_row_are_those_the_database_computes_itself()
    {
        await _store.AppendAsync(Facts.To("s-1", facts: Facts.Fact(id: Id(1))), Ct);
        (await _database.ScalarAsync<bool>(
            """
            select bool_and(data_hash = sha256(salt || convert_to(data::text, 'UTF8'))
                and meta_hash = es_meta_hash(salt, id, causation_id, user_name, mt_dotnet_type, headers))
            from mt_events
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_that_moved_refuses_the_append_and_says_where_it_is()
    {
        await _store.AppendAsync(Facts.To("s-1", ExpectedVersion.NoStream), Ct);
        var conflict = await Should.ThrowAsync<StreamConflictException>(
            _store.AppendAsync(Facts.To("s-1", ExpectedVersion.NoStream), Ct));
        (conflict.StreamId, conflict.Expected, conflict.Actual).ShouldBe(("s-1", 0, 1));
        await Should.ThrowAsync<StreamConflictException>(_store.AppendAsync(Facts.To("s-1", 7), Ct));
        (await _store.AppendAsync(Facts.To("s-1", 1), Ct)).FirstPosition.ShouldBe(2);
    }

    [Fact]
    public async Task A_guarded_stream_that_moved_refuses_the_append()
    {
        await _store.AppendAsync(Facts.To("deployment-1"), Ct);
        var advance = Facts.To("rollout-1") with { Guards = [new StreamGuard("deployment-1", 1)] };
        await _store.AppendAsync(advance, Ct);
        await _store.AppendAsync(Facts.To("deployment-1"), Ct);
        await Should.ThrowAsync<StreamConflictException>(_store.AppendAsync(advance, Ct));
    }

    [Fact]
    public async Task The_same_ids_append_once()
    {
        var request = Facts.To("s-1", ExpectedVersion.NoStream, Facts.Fact(id: Id(1)), Facts.Fact(id: Id(2)));
        var first = await _store.AppendAsync(request, Ct);
        var again = await _store.AppendAsync(request, Ct);
        again.ShouldBe(first with { AlreadyAppended = true });
        await Should.ThrowAsync<EventIdTakenException>(
            _store.AppendAsync(Facts.To("s-2", facts: Facts.Fact(id: Id(1))), Ct));
        await Should.ThrowAsync<EventIdTakenException>(
            _store.AppendAsync(Facts.To("s-1", facts: [Facts.Fact(id: Id(2)), Facts.Fact(id: Id(3))]), Ct));
        (await _store.HeadAsync(Ct)).Position.ShouldBe(2);
    }

    [Fact]
    public async Task A_joined_write_knows_position_and_time_and_lives_and_dies_with_the_append()
    {
        await _database.ExecuteAsync("create table note (position bigint primary key, at timestamptz, word text)");
        var write = new JoinedWrite(
            "insert into note values ($1, $2, $3)",
            [JoinedValue.PositionOf(1), JoinedValue.At, JoinedValue.Of("due", NpgsqlDbType.Text)]);
        var result = await _store.AppendAsync(
            Facts.To("s-1", facts: [Facts.Fact(), Facts.Fact()]) with { Writes = [write] }, Ct);
        (await _database.ScalarAsync<bool>(
            "select n.at = e.timestamp and word = 'due' from note n join mt_events e on e.seq_id = n.position"))
            .ShouldBeTrue();
        result.LastPosition.ShouldBe(2);

        await Should.ThrowAsync<StreamConflictException>(
            _store.AppendAsync(Facts.To("s-1", 9) with { Writes = [write] }, Ct));
        var broken = new JoinedWrite("insert into note values (1 / $1)", [JoinedValue.Of(0, NpgsqlDbType.Integer)]);
        var others = Enumerable.Range(0, 20).Select(n => _store.AppendAsync(Facts.To($"other-{n}"), Ct));
        var failing = _store.AppendAsync(Facts.To("s-1") with { Writes = [broken] }, Ct);
        await Should.ThrowAsync<Npgsql.PostgresException>(failing);
        await Task.WhenAll(others);
        (await _store.HeadAsync(Ct)).Position.ShouldBe(22);
        (await _database.ScalarAsync<long>("select count(*) from note")).ShouldBe(1);
    }

    [Fact]
    public async Task However_often_an_append_is_refused_by_the_database_its_neighbours_never_notice()
    {
        await _database.ExecuteAsync("create table once (n int primary key)");
        for (var turn = 0; turn < 6; turn++)
        {
            var write = new JoinedWrite("insert into once values ($1)", [JoinedValue.Of(1, NpgsqlDbType.Integer)]);
            var guard = new RowGuard("select 1 / $1 from es_head", [JoinedValue.Of(turn % 2, NpgsqlDbType.Integer)]);
            Task<AppendResult>[] others =
                [.. Enumerable.Range(0, 5).Select(n => _store.AppendAsync(Facts.To($"other-{turn}-{n}"), Ct))];
            var failing = _store.AppendAsync(Facts.To("s-1") with { Writes = [write], RowGuards = [guard] }, Ct);
            var more = _store.AppendAsync(Facts.To($"more-{turn}"), Ct);
            if (turn == 1)
                await failing;
            else
                await Should.ThrowAsync<Npgsql.PostgresException>(failing);
            await Task.WhenAll(others);
            await more;
        }

        (await _store.HeadAsync(Ct)).Position.ShouldBe(6 * 6 + 1);
    }

    [Fact]
    public async Task A_row_guard_takes_its_row_exactly_once()
    {
        await _database.ExecuteAsync("create table job (id int primary key); insert into job values (1), (2)");
        AppendRequest Fire(int id, string stream) => Facts.To(stream) with
        {
            RowGuards =
            [
                new RowGuard("select 1 from job where id = 2 for share", []),
                new RowGuard("delete from job where id = $1", [JoinedValue.Of(id, NpgsqlDbType.Integer)]),
            ],
        };
        var tries = Enumerable.Range(0, 8).Select(n => _store.AppendAsync(Fire(1, $"s-{n}"), Ct)).ToList();
        await Task.WhenAll(tries).ContinueWith(_ => { }, TaskScheduler.Default);
        tries.Count(t => t.IsCompletedSuccessfully).ShouldBe(1);
        tries.Where(t => t.IsFaulted)
            .ShouldAllBe(t => t.Exception!.InnerException is RowGuardFailedException);
        (await _store.HeadAsync(Ct)).Position.ShouldBe(1);
        (await _database.ScalarAsync<long>("select count(*) from job")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a\u0000":1}""")]
    [InlineData("""{"a":"\ud834"}""")]
    [InlineData("""{"a":[9007199254740992]}""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":1}x""")]
    [InlineData("")]
    public async Task What_could_not_be_read_again_is_refused(string json) =>
        await Should.ThrowAsync<EventRefusedException>(
            async () => await _store.AppendAsync(Facts.To("s-1", facts: Facts.Fact(json)), Ct));

    [Fact]
    public async Task Names_and_bytes_outside_of_unicode_are_refused()
    {
        byte[] invalid = [(byte)'"', 0xC3, 0x28, (byte)'"'];
        await Should.ThrowAsync<EventRefusedException>(async () =>
            await _store.AppendAsync(Facts.To("s-1", facts: new NewEvent("a.b", invalid)), Ct));
        await Should.ThrowAsync<EventRefusedException>(async () => await _store.AppendAsync(Facts.To("s-\0"), Ct));
        await Should.ThrowAsync<EventRefusedException>(async () => await _store.AppendAsync(Facts.To("s-\ud834"), Ct));
        await Should.ThrowAsync<EventRefusedException>(async () => await _store.AppendAsync(
            Facts.To("s-1") with { Metadata = new AppendMetadata("a\0") }, Ct));
    }

    [Fact]
    public async Task A_large_append_goes_in_as_one()
    {
        var facts = Enumerable.Range(0, 500).Select(n => Facts.Fact($$"""{"n":{{n}}}""")).ToArray();
        var result = await _store.AppendAsync(Facts.To("s-1", ExpectedVersion.NoStream, facts), Ct);
        result.LastPosition.ShouldBe(500);
        var events = await _store.FetchStreamAsync("s-1", ct: Ct);
        events.Select(e => e.Text()).ShouldBe(Enumerable.Range(0, 500).Select(n => $$"""{"n":{{n}}}"""));
    }

    private static Guid Id(byte n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, n);
}
