using Governance.EventSourcing;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Queue;
using Governance.Server.Pipeline.Nodes;
using Npgsql;

namespace Governance.Server.Pipeline;

/// <summary>Where one reaction stands.</summary>
/// <param name="Lag">Positions between it and the end of the log, as far as this node knows it.</param>
/// <param name="ParkedKeys">Keys that wait for a human behind a dead letter.</param>
/// <param name="StoppedAt">The event type that this binary does not know, or null.</param>
/// <param name="Runs">This node has its duty; what the other numbers say is only then current.</param>
public sealed record ReactionState(
    string Name, long Position, long Lag, int ParkedKeys, string? StoppedAt, bool Runs);

/// <summary>Every reaction of the server, each run by the one node that has its duty.</summary>
public sealed class Reactions
{
    /// <summary>How often the queue is asked whether it is empty.</summary>
    private static readonly TimeSpan s_queueLook = TimeSpan.FromMilliseconds(10);

    private readonly EventStore _store;
    private readonly MessageQueue _queue;
    private readonly TimeProvider _clock;

    // Bounded by the reactions of the product.
    private readonly IReadOnlyList<ReactionRunner> _runners;

    internal Reactions(
        IEnumerable<IReaction> reactions,
        EventStore store,
        NpgsqlDataSource database,
        DeadLetters letters,
        Transactor transactor,
        MessageQueue queue,
        TimeProvider clock,
        ILogger<Reactions> log)
    {
        (_store, _queue, _clock) = (store, queue, clock);
        _runners =
        [
            .. reactions.Select(reaction =>
                new ReactionRunner(reaction, store, database, letters, transactor, clock, log)),
        ];
        if (_runners.DistinctBy(runner => runner.Name).Count() != _runners.Count)
            throw new InvalidOperationException("Two reactions have one name, so they would share a checkpoint.");
    }

    /// <summary>Where each reaction stands.</summary>
    public IReadOnlyList<ReactionState> States =>
    [
        .. _runners.Select(runner => new ReactionState(
            runner.Name,
            runner.Progress.Position,
            Math.Max(0, _store.KnownPosition - runner.Progress.Position),
            runner.ParkedKeys,
            runner.StoppedAt?.Recorded.Type,
            runner.Runs)),
    ];

    /// <summary>Completes once every reaction has handled everything up to <paramref name="position"/>.</summary>
    public Task WaitForAsync(long position, CancellationToken ct) =>
        Task.WhenAll(_runners.Select(runner => runner.Progress.WaitForAsync(position, ct)));

    /// <summary>
    /// Completes once all is quiet: everything in the log and in the queue has been handled, and handling it caused
    /// nothing more.
    /// </summary>
    public async Task WaitUntilSettledAsync(CancellationToken ct)
    {
        for (var settled = -1L; ;)
        {
            var head = (await _store.HeadAsync(ct)).Position;
            var waiting = await _queue.CountWaitingAsync(ct);
            if (head == settled && waiting == 0)
                return;
            await WaitForAsync(head, ct);
            if (waiting > 0)
                await Task.Delay(s_queueLook, _clock, ct);
            settled = head;
        }
    }

    /// <summary>One duty each: the node that holds it reacts.</summary>
    internal IEnumerable<Duty> Duties =>
        _runners.Select(runner => new Duty(DutyOf(runner.Name), runner.RunAsync));

    /// <summary>The duty's name.</summary>
    internal static string DutyOf(string reaction) => $"reaction-{reaction}";
}
