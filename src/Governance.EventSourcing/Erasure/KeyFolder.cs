using System.Security.Cryptography;
using System.Text;

namespace Governance.EventSourcing.Erasure;

/// <summary>
/// Keys as files that only this user reads, in one folder that several nodes may share: <c>keys/{id}</c> holds 32
/// bytes, <c>erased/{id}</c> is the journal, <c>secret</c> makes ids that nobody can guess subjects from. No key is
/// kept in memory, so a destroyed one is gone for every node at once. The folder is made with its first key.
/// </summary>
public sealed class KeyFolder(string folder) : IKeyStore
{
    /// <summary>Bytes of a key and of the secret.</summary>
    public const int KeyLength = 32;

    /// <summary>Bytes of an id, before it is hexadecimal: as many as no two subjects ever share.</summary>
    private const int IdLength = 16;

    private readonly string _keys = Path.Combine(folder, "keys");
    private readonly string _erased = Path.Combine(folder, "erased");
    private readonly string _secret = Path.Combine(folder, "secret");

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Destroyed => Directory.Exists(_erased)
        ? [.. Directory.EnumerateFiles(_erased).Select(Path.GetFileName).OfType<string>().Where(IsId)]
        : [];

    /// <inheritdoc/>
    public string? FindId(string subject) =>
        File.Exists(_secret) && PresentIdOf(subject) is var id && File.Exists(KeyFile(id)) ? id : null;

    /// <inheritdoc/>
    public (string Id, byte[] Key) KeyOf(string subject)
    {
        Prepare();
        while (true)
        {
            var id = PresentIdOf(subject);
            if (!File.Exists(KeyFile(id)))
                DurableFile.Make(KeyFile(id), RandomNumberGenerator.GetBytes(KeyLength));
            if (Find(id) is { } key)
                return (id, key);

            // Destroyed by somebody just now: what comes after an erasure is sealed with another key.
        }
    }

    /// <inheritdoc/>
    public byte[]? Find(string id)
    {
        if (!IsId(id) || IsDestroyed(id) || !File.Exists(KeyFile(id)))
            return null;
        var key = File.ReadAllBytes(KeyFile(id));
        return key.Length == KeyLength
            ? key
            : throw new InvalidDataException($"{KeyFile(id)} has {key.Length} bytes, not {KeyLength}. Restore it.");
    }

    /// <inheritdoc/>
    public void Destroy(string id)
    {
        if (!IsId(id))
            throw new ArgumentException($"\"{id}\" is no key's id.", nameof(id));
        Prepare();
        if (!IsDestroyed(id))
            DurableFile.Make(JournalFile(id), []);
        DurableFile.Shred(KeyFile(id));
    }

    private void Prepare()
    {
        foreach (var needed in (string[])[folder, _keys, _erased])
            DurableFile.MakeFolder(needed);
        if (!File.Exists(_secret))
            DurableFile.Make(_secret, RandomNumberGenerator.GetBytes(KeyLength));
    }

    /// <summary>The first of a subject's ids whose key was not destroyed.</summary>
    private string PresentIdOf(string subject)
    {
        var secret = File.ReadAllBytes(_secret);
        for (var generation = 0; ; generation++)
        {
            var named = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{generation}\n{subject}"));
            var id = Convert.ToHexStringLower(named.AsSpan(0, IdLength));
            if (!IsDestroyed(id))
                return id;
        }
    }

    private bool IsDestroyed(string id) => File.Exists(JournalFile(id));

    private string KeyFile(string id) => Path.Combine(_keys, id);

    private string JournalFile(string id) => Path.Combine(_erased, id);

    private static bool IsId(string id) => id.Length == 2 * IdLength && id.All(char.IsAsciiHexDigitLower);
}
