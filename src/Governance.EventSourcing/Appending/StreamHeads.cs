namespace Governance.EventSourcing.Appending;

/// <summary>Where a stream is; an archived one stays there.</summary>
internal readonly record struct StreamHead(long Version, bool Archived)
{
    public StreamHead After(EncodedEvent written) => new(Version + 1, written.Type == StreamArchived.Alias);
}

/// <summary>
/// The stream heads that the appender knows, true as of one head of the log. While the store's head is that one,
/// nobody else has written and they still hold. Bounded by <see cref="AppendLimits.StreamHeads"/>. One passage judges
/// with them while the next asks which streams it must look up, so every access is under a lock.
/// </summary>
internal sealed class StreamHeads
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);
    private Head? _known;

    /// <summary>The head that the versions are true for; null before the first batch.</summary>
    public Head? Known
    {
        get
        {
            lock (_gate)
                return _known;
        }
    }

    /// <summary>Rises whenever everything is forgotten: what was looked up before is then no longer enough.</summary>
    public int Generation { get; private set; }

    /// <summary>The last passage found the head where this process had left it: nobody else is writing.</summary>
    public bool Undisturbed { get; set; }

    public bool Has(string streamId)
    {
        lock (_gate)
            return _heads.ContainsKey(streamId);
    }

    public StreamHead Of(string streamId)
    {
        lock (_gate)
            return _heads[streamId];
    }

    public void Set(string streamId, StreamHead head)
    {
        lock (_gate)
            _heads[streamId] = head;
    }

    public void Set(IReadOnlyList<(string StreamId, StreamHead Head)> heads)
    {
        lock (_gate)
        {
            foreach (var (streamId, head) in heads)
                _heads[streamId] = head;
        }
    }

    public void MoveTo(Head head)
    {
        lock (_gate)
            _known = head;
    }

    public void Forget()
    {
        lock (_gate)
        {
            _heads.Clear();
            _known = null;
            Generation++;
        }
    }

    /// <summary>Called between passages, so that none loses what it just looked up.</summary>
    public void Trim()
    {
        if (_heads.Count > AppendLimits.StreamHeads)
            Forget();
    }
}
