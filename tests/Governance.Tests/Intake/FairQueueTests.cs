using Governance.Postgres;
using Governance.Server.Intake.Admission;

namespace Governance.Tests.Intake;

/// <summary>Who comes in, in which order, and who is asked to come again.</summary>
public sealed class FairQueueTests
{
    private const int Room = FairQueue<string>.MostObservations;

    private readonly FairQueue<string> _queue = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_take_turns_however_much_one_of_them_sends()
    {
        for (var i = 0; i < 20; i++)
            await _queue.EnterAsync("flood", $"flood {i}", 512, Stop);
        await _queue.EnterAsync("other", "other", 512, Stop);
        TakeAll(3).ShouldContain("other");
    }

    [Fact]
    public async Task Who_sends_small_requests_gets_as_much_through_as_who_sends_large_ones()
    {
        for (var i = 0; i < 4; i++)
            await _queue.EnterAsync("large", "large", 512, Stop);
        for (var i = 0; i < 2_048; i++)
            await _queue.EnterAsync("small", "small", 1, Stop);
        TakeAll(2 + 1_024).Count(item => item == "large").ShouldBe(2);
    }

    [Fact]
    public async Task One_caller_alone_fills_half_and_another_still_finds_room()
    {
        await _queue.EnterAsync("flood", "1", Room / 2, Stop);
        var more = _queue.EnterAsync("flood", "2", 1, Stop).AsTask();
        more.IsCompleted.ShouldBeFalse();
        await _queue.EnterAsync("other", "3", Room / 4, Stop);
        TakeAll(1);
        await more;
        _queue.Held.ShouldBe((Room / 4) + 1);
    }

    [Fact]
    public async Task A_request_larger_than_all_room_still_passes_alone()
    {
        await _queue.EnterAsync("one", "huge", Room * 2, Stop);
        TakeAll(1).ShouldBe(["huge"]);
    }

    [Fact]
    public async Task Who_finds_no_room_in_time_is_asked_to_come_again_and_leaves_nothing_behind()
    {
        var clock = new ManualClock();
        var queue = new FairQueue<string>(clock);
        await queue.EnterAsync("flood", "1", Room / 2, Stop);
        var waiting = queue.EnterAsync("flood", "2", 1, Stop).AsTask();
        clock.Advance(FairQueue<string>.Patience);
        await Should.ThrowAsync<StoreUnavailableException>(waiting);
        queue.TryTake(out _).ShouldBeTrue();
        queue.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_door_has_a_length_and_past_it_callers_are_turned_away_at_once()
    {
        await _queue.EnterAsync("flood", "1", Room / 2, Stop);
        using var leaving = new CancellationTokenSource();
        List<Task> atTheDoor =
        [
            .. Enumerable.Range(0, FairQueue<string>.MostAtTheDoor)
                .Select(_ => _queue.EnterAsync("flood", "more", 1, leaving.Token).AsTask()),
        ];
        await Should.ThrowAsync<StoreUnavailableException>(_queue.EnterAsync("flood", "last", 1, Stop).AsTask());
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(atTheDoor));
    }

    private List<string> TakeAll(int most)
    {
        var taken = new List<string>();
        while (taken.Count < most && _queue.TryTake(out var item))
            taken.Add(item);
        return taken;
    }
}
