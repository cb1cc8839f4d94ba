namespace Governance.EventSourcing.Appending;

/// <summary>
/// The stream versions that the appender knows, true as of one head of the log. While the store's head is that one,
/// nobody else has written and they still hold. Bounded by <see cref="AppendLimits.StreamHeads"/>.
/// </summary>
internal sealed class StreamHeads
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);

    /// <summary>The head that the versions are true for; null before the first batch.</summary>
    public Head? Known { get; private set; }

    public bool Has(string streamId) => _versions.ContainsKey(streamId);

    public long VersionOf(string streamId) => _versions[streamId];

    public void Set(string streamId, long version) => _versions[streamId] = version;

    public void MoveTo(Head head) => Known = head;

    public void Forget()
    {
        _versions.Clear();
        Known = null;
    }

    /// <summary>Called between batches, so that a batch never loses what it just read.</summary>
    public void Trim()
    {
        if (_versions.Count > AppendLimits.StreamHeads)
            Forget();
    }
}
