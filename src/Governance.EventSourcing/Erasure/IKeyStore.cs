namespace Governance.EventSourcing.Erasure;

/// <summary>
/// Where the keys of subjects live: outside the log's database and with a backup of its own, so that destroying a key
/// destroys what it sealed. A key's id says nothing about its subject to whoever has only the id.
/// </summary>
public interface IKeyStore
{
    /// <summary>Every key that was ever destroyed here: the store's own journal of erasures.</summary>
    IReadOnlyCollection<string> Destroyed { get; }

    /// <summary>The id of a subject's present key; null where it has none.</summary>
    string? FindId(string subject);

    /// <summary>A subject's present key of 32 bytes, made durable at its first use.</summary>
    (string Id, byte[] Key) KeyOf(string subject);

    /// <summary>A key by its id; null once it is destroyed.</summary>
    byte[]? Find(string id);

    /// <summary>
    /// Destroys a key for ever: journaled first, durable when it returns, and done again as often as it is asked.
    /// </summary>
    void Destroy(string id);
}
