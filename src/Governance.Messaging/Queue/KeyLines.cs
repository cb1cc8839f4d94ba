namespace Governance.Messaging.Queue;

/// <summary>
/// A line per key: messages of one key one after the other, lines side by side. A line is there only while it has
/// messages.
/// </summary>
internal sealed class KeyLines(Func<LocalMessage, Task> handle, CancellationToken stopping)
{
    private readonly Lock _gate = new();

    // Bounded by what the runner holds in memory.
    private readonly Dictionary<string, Queue<LocalMessage>> _lines = new(StringComparer.Ordinal);

    private List<LocalMessage>? _meanwhile;
    private TaskCompletionSource _empty = Empty();

    /// <summary>Completes when no line is running.</summary>
    public Task WhenEmptyAsync() => _empty.Task;

    /// <summary>Adds messages to their lines, in their order.</summary>
    public void Add(IReadOnlyList<LocalMessage> messages)
    {
        lock (_gate)
        {
            if (_meanwhile is { } meanwhile)
                meanwhile.AddRange(messages);
            else
                Enqueue(messages);
        }
    }

    /// <summary>
    /// Adds what <paramref name="reading"/> answers. What is added by others meanwhile may be older or younger than
    /// what is being read, so both go in by their order in the table.
    /// </summary>
    public async Task<int> AddAsync(Func<Task<IReadOnlyList<LocalMessage>>> reading)
    {
        lock (_gate)
            _meanwhile = [];
        IReadOnlyList<LocalMessage> read = [];
        try
        {
            read = await reading();
            return read.Count;
        }
        finally
        {
            lock (_gate)
            {
                Enqueue([.. read.Concat(_meanwhile).OrderBy(message => message.Seq)]);
                _meanwhile = null;
            }
        }
    }

    private void Enqueue(IReadOnlyList<LocalMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_lines.TryGetValue(message.Key, out var line))
            {
                line.Enqueue(message);
                continue;
            }

            if (_lines.Count == 0)
                _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lines[message.Key] = new Queue<LocalMessage>([message]);
            _ = Task.Run(() => RunAsync(message.Key), CancellationToken.None);
        }
    }

    private async Task RunAsync(string key)
    {
        while (TryTakeNext(key) is { } message)
            await handle(message);
    }

    private LocalMessage? TryTakeNext(string key)
    {
        lock (_gate)
        {
            if (!stopping.IsCancellationRequested && _lines[key].TryDequeue(out var next))
                return next;
            _lines.Remove(key);
            if (_lines.Count == 0)
                _empty.SetResult();
            return null;
        }
    }

    private static TaskCompletionSource Empty()
    {
        var empty = new TaskCompletionSource();
        empty.SetResult();
        return empty;
    }
}
