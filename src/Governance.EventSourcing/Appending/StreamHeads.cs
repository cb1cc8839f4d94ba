namespace Governance.EventSourcing.Appending;

/// <summary>Where a stream is; an archived one stays there.</summary>
internal readonly record struct StreamHead(long Version, bool Archived)
{
    public StreamHead After(EncodedEvent written) => new(Version + 1, written.Type == StreamArchived.Alias);
}

/// <summary>
/// The stream heads that the appender knows, true as of one head of the log. While the store's head is that one,
/// nobody else has written and they still hold. Bounded by <see cref="AppendLimits.StreamHeads"/>.
/// </summary>
internal sealed class StreamHeads
{
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);

    /// <summary>The head that the versions are true for; null before the first batch.</summary>
    public Head? Known { get; private set; }

    public bool Has(string streamId) => _heads.ContainsKey(streamId);

    public StreamHead Of(string streamId) => _heads[streamId];

    public void Set(string streamId, StreamHead head) => _heads[streamId] = head;

    public void MoveTo(Head head) => Known = head;

    public void Forget()
    {
        _heads.Clear();
        Known = null;
    }

    /// <summary>Called between batches, so that a batch never loses what it just read.</summary>
    public void Trim()
    {
        if (_heads.Count > AppendLimits.StreamHeads)
            Forget();
    }
}
