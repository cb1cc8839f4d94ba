using Governance.EventSourcing.Reading;
using Npgsql;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// One batch on its way through the door: enter, judge, write, commit. The next passage may come to the door as soon as
/// this one is inside, and judges only after it has left.
/// </summary>
internal sealed class Passage(
    Batch batch, AppendQueue queue, StreamHeads heads, CommittedLog log, AppendMetrics metrics)
{
    // Continued inline: the next batch is on the wire before this one's answer is waited for.
    private readonly TaskCompletionSource _entered = new();

    /// <summary>Completes once this passage has the lock, or has ended.</summary>
    public Task Entered => _entered.Task;

    public IReadOnlyList<EncodedAppend> Appends => batch.Appends;

    /// <summary>The commit may have been reached.</summary>
    public bool MayBeWritten { get; private set; }

    /// <summary>Lets the next one in, also when nothing came of this one.</summary>
    public void Leave() => _entered.TrySetResult();

    /// <summary>Writes the batch and tells its verdicts; throws when nothing can be told yet.</summary>
    public async Task RunAsync(NpgsqlConnection connection, Task before)
    {
        var door = new DoorSession(connection);
        if (before.IsCompleted && ShortcutIsOpen() && await TakeShortcutAsync(door))
            return;
        var came = metrics.Now;
        var generation = heads.Generation;
        var entrance = await door.EnterAsync(UnknownStreams(), RepeatableIds(), CancellationToken.None);
        await before;
        var entered = metrics.Entered(came);
        await LearnAsync(door, entrance, generation);
        queue.TopUp(batch, MayJoin);
        await WriteAsync(door, await PlanAsync(door, entrance));
        metrics.Left(entered, batch);
    }

    /// <summary>
    /// With nothing in flight and nothing to look up, the judged batch goes out in one round trip. It holds only if no
    /// other node has written since, so it is not tried while others write.
    /// </summary>
    private bool ShortcutIsOpen() => heads is { Known: not null, Undisturbed: true }
        && batch.Events < AppendLimits.CopyFrom
        && batch.Appends.TrueForAll(append => MayJoin(append) && !append.NeedsTime);

    private async Task<bool> TakeShortcutAsync(DoorSession door)
    {
        var plan = new BatchPlan(heads.Known!, heads, new Dictionary<Guid, StoredEvent>());
        plan.Judge(batch.Appends, new Dictionary<EncodedAppend, Exception>());
        // Conflicts are as certain as the head, which only the lock can tell: without a write nothing asks for it.
        if (plan.Placed.Count == 0)
            return false;
        var came = metrics.Now;
        MayBeWritten = true;
        if (await door.WriteAtOnceAsync(plan, CancellationToken.None) is not { } at)
        {
            MayBeWritten = false;
            heads.Undisturbed = false;
            return false;
        }

        plan.WrittenAt(at);
        Finish(plan);
        metrics.Left(came, batch);
        return true;
    }

    /// <summary>Brings the known heads up to the head that was met.</summary>
    private async Task LearnAsync(DoorSession door, Entrance entrance, int generation)
    {
        var (head, known) = (entrance.Head, heads.Known);
        var behind = known is null ? 0 : head.Position - known.Position;
        heads.Undisturbed = known is not null && behind == 0;
        if (generation != heads.Generation
            || (known is not null
                && (known.Epoch != head.Epoch || behind is < 0 or > AppendLimits.RowsToCatchUp)))
        {
            heads.Forget();
            var streams = batch.Appends.SelectMany(append => append.StreamIds()).Distinct(StringComparer.Ordinal);
            heads.Set(await door.ReadHeadsAsync([.. streams], CancellationToken.None));
        }
        else
        {
            if (behind > 0)
                heads.Set(await door.ReadMovedAsync(known!.Position, head.Position, CancellationToken.None));
            heads.Set(entrance.Streams);
        }

        heads.MoveTo(head);
    }

    /// <summary>Row guards touch rows, so who fails one drops out and the rest is judged again without it.</summary>
    private async Task<BatchPlan> PlanAsync(DoorSession door, Entrance entrance)
    {
        var failed = new Dictionary<EncodedAppend, Exception>(); // Bounded by the batch.
        while (true)
        {
            var plan = new BatchPlan(entrance.Head, heads, entrance.Present);
            plan.Judge(batch.Appends, failed);
            if (await door.FindFailingGuardAsync(plan, CancellationToken.None) is not { } failing)
                return plan;
            failed[failing.Append] = failing.Verdict;
        }
    }

    private async Task WriteAsync(DoorSession door, BatchPlan plan)
    {
        if (plan.Placed.Count == 0)
        {
            await door.RollBackAsync(CancellationToken.None);
            log.Advance(plan.LastPosition);
            plan.TellVerdicts();
            return;
        }

        MayBeWritten = true;
        var writing = door.WriteAsync(plan, CancellationToken.None);
        _entered.TrySetResult();
        await writing;
        Finish(plan);
    }

    private void Finish(BatchPlan plan)
    {
        foreach (var (streamId, moved) in plan.Moved)
            heads.Set(streamId, moved.Head);
        heads.MoveTo(plan.Entered with { Position = plan.LastPosition });
        log.Add(EventRows.Recorded(plan));
        log.Advance(plan.LastPosition);
        plan.TellVerdicts();
    }

    private bool MayJoin(EncodedAppend append) =>
        append is { MayRepeat: false, HasRowGuards: false } && append.StreamIds().All(heads.Has);

    private string[] UnknownStreams() =>
    [
        .. batch.Appends.SelectMany(append => append.StreamIds())
            .Where(stream => !heads.Has(stream)).Distinct(StringComparer.Ordinal),
    ];

    private Guid[] RepeatableIds() =>
        [.. batch.Appends.Where(append => append.MayRepeat).SelectMany(append => append.Events, (_, one) => one.Id)];
}
