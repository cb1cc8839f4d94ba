using System.Security.Cryptography;
using System.Text;
using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Erasure;

/// <summary>
/// Text about a person inside stored events, sealed with that person's key (AES-256-GCM). Erasing is destroying the
/// key: every sealed text of that subject then reads <see cref="Erased"/>, wherever it was copied with the log, while
/// the stored bytes, their hashes and all proofs stay what they were.
/// </summary>
public sealed class PersonalData(EventStore store, IKeyStore keys)
{
    /// <summary>What an erased text reads as.</summary>
    public const string Erased = "erased";

    private const string Prefix = "sealed:1:";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>
    /// Seals a text for a payload: <c>sealed:1:{key id}:{base64(nonce ‖ ciphertext ‖ tag)}</c>, bound to the key's id.
    /// </summary>
    /// <param name="subject">Whom it is about: an opaque id of ours, else of the deployment and day.</param>
    /// <param name="text">Any text.</param>
    public string Seal(string subject, string text)
    {
        var (id, key) = keys.KeyOf(subject);
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(
            box.AsSpan(0, NonceLength),
            plain,
            box.AsSpan(NonceLength, plain.Length),
            box.AsSpan(NonceLength + plain.Length),
            Encoding.UTF8.GetBytes(Prefix + id));
        CryptographicOperations.ZeroMemory(key);
        return $"{Prefix}{id}:{Convert.ToBase64String(box)}";
    }

    /// <summary>The text, or <see cref="Erased"/> once its key is destroyed.</summary>
    /// <exception cref="FormatException">It is no sealed text.</exception>
    /// <exception cref="CryptographicException">It is not what was sealed.</exception>
    public string Open(string sealedText)
    {
        var (id, box) = Parse(sealedText);
        if (keys.Find(id) is not { } key)
            return Erased;
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(
            box.AsSpan(0, NonceLength),
            box.AsSpan(NonceLength, plain.Length),
            box.AsSpan(NonceLength + plain.Length),
            plain,
            Encoding.UTF8.GetBytes(Prefix + id));
        CryptographicOperations.ZeroMemory(key);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Whether a sealed text can never be read again: tells it from a text that says "erased".</summary>
    /// <exception cref="FormatException">It is no sealed text.</exception>
    public bool IsErased(string sealedText) => keys.Find(Parse(sealedText).Id) is null;

    /// <summary>
    /// Erases everything that was ever sealed for a subject; false where nothing was. The key is gone before the log
    /// says so: if the log is away then, <see cref="ReplayAsync"/> makes up for it at the next start.
    /// </summary>
    /// <exception cref="Postgres.StoreUnavailableException">It is erased, and the log does not know it yet.</exception>
    public async Task<bool> EraseAsync(string subject, AppendMetadata metadata, CancellationToken ct = default)
    {
        if (keys.FindId(subject) is not { } id)
            return false;
        keys.Destroy(id);
        await RecordAsync(id, metadata, ct);
        return true;
    }

    /// <summary>
    /// Before anything is served: destroys again what a key store from an old backup brought back, and records again
    /// what a database from an old backup has forgotten. Answers how many of either there were.
    /// </summary>
    public async Task<int> ReplayAsync(CancellationToken ct = default)
    {
        var recorded = (await store.FetchStreamAsync(KeyDestroyed.StreamId, ct: ct))
            .Select(Own.Decode).Select(typed => typed.Data).OfType<KeyDestroyed>().Select(fact => fact.Key).ToHashSet();
        var journaled = keys.Destroyed.ToHashSet();
        foreach (var id in recorded.Union(journaled))
            keys.Destroy(id);
        foreach (var id in journaled.Except(recorded))
            await RecordAsync(id, new AppendMetadata("system-erasure"), ct);
        return recorded.Except(journaled).Union(journaled.Except(recorded)).Count();
    }

    /// <summary>This room's own events have their names in every registry.</summary>
    private static EventRegistry Own { get; } = new();

    /// <summary>The same key is recorded once: the event's id is derived from it.</summary>
    private Task RecordAsync(string id, AppendMetadata metadata, CancellationToken ct)
    {
        var eventId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{KeyDestroyed.Alias}\n{id}")).AsSpan(0, 16));
        var fact = Own.Encode(new KeyDestroyed(id), eventId);
        return store.AppendAsync(
            new AppendRequest([new StreamAppend(KeyDestroyed.StreamId, ExpectedVersion.Any, [fact])], metadata), ct);
    }

    private static (string Id, byte[] Box) Parse(string sealedText)
    {
        var parts = sealedText.StartsWith(Prefix, StringComparison.Ordinal)
            ? sealedText[Prefix.Length..].Split(':')
            : [];
        return parts.Length == 2 && Convert.FromBase64String(parts[1]) is { Length: >= NonceLength + TagLength } box
            ? (parts[0], box)
            : throw new FormatException("This is no sealed text.");
    }
}
