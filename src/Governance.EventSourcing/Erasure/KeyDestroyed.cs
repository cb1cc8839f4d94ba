namespace Governance.EventSourcing.Erasure;

/// <summary>
/// A key was destroyed. In the log, so that a key store that comes back from an old backup learns of it; the id says
/// nothing about whose key it was.
/// </summary>
internal sealed record KeyDestroyed(string Key)
{
    /// <summary>The stored name.</summary>
    public const string Alias = "erasure.key_destroyed";

    /// <summary>The one stream of all of them, read at every start. Bounded by the erasures ever asked for.</summary>
    public const string StreamId = "erasures";
}
