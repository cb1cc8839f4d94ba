using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>
/// A duty while this node has it. It ends by itself when it has not been extended for the length of a lease, measured
/// by a clock that nobody sets: a node that cannot reach the database, or was paused, stops.
/// </summary>
internal sealed class Tenure : IDisposable
{
    private readonly CancellationTokenSource _held;

    private Tenure(Lease lease, CancellationTokenSource held, Task work) => (Lease, _held, Work) = (lease, held, work);

    public Lease Lease { get; }

    /// <summary>Completes when nothing is done under this tenure any more.</summary>
    public Task Work { get; }

    /// <summary>The work ended although nobody asked it to.</summary>
    public bool EndedByItself => Work.IsCompleted && !_held.IsCancellationRequested;

    /// <summary>Begins the work, for at most <paramref name="length"/> without an extension.</summary>
    public static Tenure Begin(Duty duty, Lease lease, TimeSpan length, TimeProvider clock)
    {
        var held = new CancellationTokenSource(length, clock);
        return new Tenure(lease, held, Task.Run(() => duty.WorkAsync(lease, held.Token), CancellationToken.None));
    }

    /// <summary>The lease is still held; nothing changes if it ended meanwhile.</summary>
    public void Extend(TimeSpan length)
    {
        if (!_held.IsCancellationRequested && length > TimeSpan.Zero)
            _held.CancelAfter(length);
    }

    /// <summary>Asks the work to end.</summary>
    public void Stop() => _held.Cancel();

    public void Dispose() => _held.Dispose();
}
