using Governance.Postgres;

namespace Governance.Server.Intake.Admission;

/// <summary>
/// Requests on their way to the log, bounded by the observations in them and taken in turns by caller, so that one who
/// floods waits behind himself. A caller may hold as much as is still free (dynamic thresholds: Choudhury and Hahne,
/// IEEE/ACM Transactions on Networking 6(2), 1998): alone he fills half of the room, beside another a third, and there
/// is always something left for one who comes new.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class FairQueue<T>(TimeProvider clock)
{
    /// <summary>Observations that may wait: about four seconds of a busy log, some 400 MB.</summary>
    public const int MostObservations = 400_000;

    /// <summary>Requests that may wait for room; past it a caller is asked to come again at once.</summary>
    public const int MostAtTheDoor = 2_048;

    /// <summary>A turn: what a caller may put through before it is the next one's.</summary>
    private const int Quantum = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Caller> _callers = new(StringComparer.Ordinal);

    // Callers that hold something, in the order of their turns.
    private readonly Queue<Caller> _turns = new();
    private readonly LinkedList<Asking> _door = new();
    private TaskCompletionSource _something = Signal();
    private int _held;

    /// <summary>How long a caller waits for room before he is asked to come again.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Observations that wait now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Completes when the item has a place; that is back-pressure.</summary>
    /// <exception cref="StoreUnavailableException">There was no room in time.</exception>
    public async ValueTask EnterAsync(string caller, T item, int weight, CancellationToken ct)
    {
        Asking asking;
        lock (_lock)
        {
            if (TryPlace(caller, item, weight))
                return;
            if (_door.Count >= MostAtTheDoor)
                throw Full();
            asking = new Asking(caller, item, weight);
            _door.AddLast(asking);
        }
        try
        {
            await asking.Placed.Task.WaitAsync(Patience, clock, ct);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (asking.Placed.Task.IsCompletedSuccessfully)
                    return;
                _door.Remove(asking);
            }
            if (error is TimeoutException)
                throw Full();
            throw;
        }
    }

    /// <summary>The next item by turns; false when nothing waits.</summary>
    public bool TryTake(out T item)
    {
        lock (_lock)
        {
            if (!_turns.TryPeek(out var caller))
            {
                item = default!;
                return false;
            }
            (item, var weight) = caller.Items.Dequeue();
            (caller.Held, caller.Turn, _held) = (caller.Held - weight, caller.Turn - weight, _held - weight);
            Pass(caller);
            LetIn();
            return true;
        }
    }

    /// <summary>Completes when something waits.</summary>
    public Task SomethingAsync()
    {
        lock (_lock)
            return _turns.Count > 0 ? Task.CompletedTask : _something.Task;
    }

    private static StoreUnavailableException Full() => new("More observations wait than can be stored in time.");

    /// <summary>The turn ends when the quantum is used up or nothing of the caller waits.</summary>
    private void Pass(Caller caller)
    {
        if (caller.Items.Count == 0)
        {
            _turns.Dequeue();
            _callers.Remove(caller.Name);
        }
        else if (caller.Turn <= 0)
        {
            _turns.Enqueue(_turns.Dequeue());
            caller.Turn += Quantum;
        }
    }

    private void LetIn()
    {
        for (var node = _door.First; node is not null;)
        {
            var (asking, next) = (node.Value, node.Next);
            if (TryPlace(asking.Caller, asking.Item, asking.Weight))
            {
                _door.Remove(node);
                asking.Placed.SetResult();
            }
            if (_held >= MostObservations)
                return;
            node = next;
        }
    }

    private bool TryPlace(string name, T item, int weight)
    {
        var known = _callers.TryGetValue(name, out var caller);
        if (_held > 0 && (caller?.Held ?? 0) + weight > MostObservations - _held)
            return false;
        caller ??= new Caller(name) { Turn = Quantum };
        caller.Items.Enqueue((item, weight));
        (caller.Held, _held) = (caller.Held + weight, _held + weight);
        if (!known)
        {
            _callers[name] = caller;
            _turns.Enqueue(caller);
        }
        var something = _something;
        _something = Signal();
        something.TrySetResult();
        return true;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Caller(string name)
    {
        public string Name { get; } = name;

        public Queue<(T Item, int Weight)> Items { get; } = new();

        public int Held { get; set; }

        public int Turn { get; set; }
    }

    private sealed class Asking(string caller, T item, int weight)
    {
        public string Caller { get; } = caller;

        public T Item { get; } = item;

        public int Weight { get; } = weight;

        public TaskCompletionSource Placed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
