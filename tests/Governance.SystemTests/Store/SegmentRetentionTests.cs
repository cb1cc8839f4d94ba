using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

public sealed class SegmentRetentionTests : IAsyncLifetime
{
    private static readonly DateOnly s_first = new(2026, 2, 27);

    private TestDatabase _database = null!;
    private EventStore _store = null!;
    private SegmentTable _segments = null!;
    private SegmentRetention _retention = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore();
        _segments = new SegmentTable(_database.DataSource);
        _retention = new SegmentRetention(_database.DataSource);
        for (var day = s_first; day < s_first.AddDays(3); day = day.AddDays(1))
        {
            await new SegmentPartitions(_database.DataSource).EnsureAsync(day, Ct);
            await AppendAsync(day, 2);
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_segment_is_read_back_as_it_was_appended_at_the_position_of_its_header()
    {
        var found = (await _segments.FindAsync(2, Ct))!;
        found.Row.ShouldBeEquivalentTo(Segment(s_first, 1) with { EventIndex = 0 });
        (await _segments.ReadAsync([1, 3, 99], Ct)).Select(one => one.Position).ShouldBe([1, 3]);
        (await _segments.FindAsync(99, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Old_days_go_whole_what_is_held_stays_readable_and_every_header_stays()
    {
        var retired = new List<RetiredDay>();
        (await _retention.DropBeforeAsync(s_first.AddDays(2), [2, 3], Note, Ct)).ShouldBeTrue();
        retired.ShouldBe([new RetiredDay(s_first, 2, 14, 1), new RetiredDay(s_first.AddDays(1), 2, 14, 1)]);
        (await _segments.ReadAsync([1, 2, 3, 4, 5, 6], Ct)).Select(one => one.Position).ShouldBe([2, 3, 5, 6]);
        (await _store.ReadAsync(0, 10, null, false, Ct)).Count.ShouldBe(6);

        retired.Clear();
        (await _retention.DropBeforeAsync(s_first.AddDays(2), [], Note, Ct)).ShouldBeTrue();
        retired.ShouldBeEmpty();

        Task Note(RetiredDay day)
        {
            retired.Add(day);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_day_whose_going_could_not_be_recorded_stays_and_goes_next_time()
    {
        await Should.ThrowAsync<IOException>(
            _retention.DropBeforeAsync(s_first.AddDays(1), [], _ => throw new IOException("no disk"), Ct));
        (await _segments.FindAsync(1, Ct)).ShouldNotBeNull();
        await _retention.DropBeforeAsync(s_first.AddDays(1), [], _ => Task.CompletedTask, Ct);
        (await _segments.FindAsync(1, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_dead_process_left_detached_is_dropped_and_not_recorded_twice()
    {
        await _database.ExecuteAsync(
            $"alter table es_segment detach partition {SegmentPartitions.NameOf(s_first)} concurrently");
        await _retention.DropBeforeAsync(
            s_first.AddDays(1), [], day => throw new InvalidOperationException($"{day} again"), Ct);
        (await _database.ScalarAsync<bool>($"select to_regclass('{SegmentPartitions.NameOf(s_first)}') is null"))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Appends_go_on_while_a_day_goes()
    {
        using var done = new CancellationTokenSource();
        var day = s_first.AddDays(2);
        var writing = Task.Run(
            async () =>
            {
                var written = 0;
                while (!done.IsCancellationRequested)
                {
                    await AppendAsync(day, 1);
                    written++;
                }

                return written;
            },
            Ct);
        await _retention.DropBeforeAsync(day, [], _ => Task.CompletedTask, Ct);
        await done.CancelAsync();
        (await writing).ShouldBeGreaterThan(0);
    }

    private Task<AppendResult> AppendAsync(DateOnly day, int segments) => _store.AppendAsync(
        Facts.To($"behaviour-d-{day:yyyyMMdd}", facts:
            [.. Enumerable.Range(0, segments).Select(_ => Facts.Fact(type: "behaviour.segment_recorded"))]) with
        {
            Segments = [.. Enumerable.Range(0, segments).Select(index => Segment(day, index))],
        },
        Ct);

    private static SegmentRow Segment(DateOnly day, int index) => new(
        index, day, "d", 1, 7, 70, new byte[32], new byte[32], [1, 2, (byte)index]);
}
