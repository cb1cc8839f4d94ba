namespace Governance.Server.Shell.Live;

/// <summary>One open stream of hints: what has moved since it last took, each stream once.</summary>
internal sealed class LiveListener(TimeProvider clock)
{
    /// <summary>More streams than one page could care about; beyond it, one hint stands for all.</summary>
    private const int PendingMax = 200;

    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = Fresh();

    // Bounded by PendingMax.
    private readonly Dictionary<string, LiveHint> _pending = [];

    internal void Tell(LiveHint hint)
    {
        lock (_lock)
        {
            if (_pending.Count >= PendingMax)
            {
                _pending.Clear();
                hint = new LiveHint(LiveHint.Everything, 0);
            }

            if (!_pending.ContainsKey(LiveHint.Everything))
                _pending[hint.Id] = hint;
            _moved.TrySetResult();
        }
    }

    /// <summary>What has moved; empty when nothing has for <paramref name="patience"/>.</summary>
    internal async Task<IReadOnlyList<LiveHint>> TakeAsync(TimeSpan patience, CancellationToken stop)
    {
        try
        {
            await _moved.Task.WaitAsync(patience, clock, stop);
        }
        catch (TimeoutException)
        {
            return [];
        }

        lock (_lock)
        {
            LiveHint[] taken = [.. _pending.Values];
            _pending.Clear();
            _moved = Fresh();
            return taken;
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
