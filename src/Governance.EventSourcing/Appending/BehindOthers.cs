using System.Runtime.CompilerServices;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// Awaited, it goes on when the thread pool has done what is queued already. <see cref="Task.Yield"/> would go to the
/// front of its own thread's queue, before those it is meant to let pass.
/// </summary>
internal readonly struct BehindOthers : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public BehindOthers GetAwaiter() => this;

    public void GetResult()
    {
        // Nothing comes of it.
    }

    public void OnCompleted(Action continuation) =>
        ThreadPool.QueueUserWorkItem(static next => next(), continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) =>
        ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
}
