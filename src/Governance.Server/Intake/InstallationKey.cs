using System.Security.Cryptography;
using System.Text;
using Governance.Domain;

namespace Governance.Server.Intake;

/// <summary>
/// The installation's own secret of 32 bytes. Deployment ids and pseudonyms are keyed with it: without the key
/// nobody can tell from the log whether a guessed name is the right one.
/// </summary>
public sealed class InstallationKey
{
    /// <summary>Bytes of the secret.</summary>
    public const int Length = 32;

    /// <summary>
    /// Bytes of an id or pseudonym, 16 hex digits: chance meetings stay rare up to a hundred million of them.
    /// </summary>
    private const int IdBytes = 8;

    /// <summary>Up to this many bytes a name is hashed without touching the heap.</summary>
    private const int ShortName = 512;

    private readonly byte[] _secret;

    /// <summary>A key of exactly <see cref="Length"/> bytes.</summary>
    public InstallationKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
            throw new ArgumentException($"A key has {Length} bytes, not {secret.Length}.", nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>
    /// Reads <c>installation.key</c> in <paramref name="folder"/>, or makes one that only this user may read. A
    /// file of another length is an <see cref="InvalidDataException"/>: a new key would give every deployment a new
    /// id.
    /// </summary>
    public static InstallationKey Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "installation.key");
        if (!File.Exists(path))
            Make(path);
        var secret = File.ReadAllBytes(path);
        return secret.Length == Length
            ? new InstallationKey(secret)
            : throw new InvalidDataException($"{path} has {secret.Length} bytes, not {Length}. Restore it.");
    }

    /// <summary>The opaque id of the deployment of this name.</summary>
    public DeploymentId DeploymentOf(string name) => new(Keyed("deployment\n"u8, Encoding.UTF8.GetBytes(name)));

    /// <summary>
    /// A pseudonym: equal for equal names of one kind (<c>user</c>, <c>instance</c>, <c>conversation</c>).
    /// </summary>
    internal string Pseudonym(ReadOnlySpan<byte> kind, string name) => Keyed(kind, Encoding.UTF8.GetBytes(name));

    private string Keyed(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name)
    {
        var length = kind.Length + name.Length;
        var message = length <= ShortName ? stackalloc byte[ShortName] : new byte[length];
        message = message[..length];
        kind.CopyTo(message);
        name.CopyTo(message[kind.Length..]);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, message, tag);
        return Convert.ToHexStringLower(tag[..IdBytes]);
    }

    /// <summary>Written beside and moved into place, so that two starting processes agree on one key.</summary>
    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = $"{path}.{Environment.ProcessId}";
        File.Delete(draft);
        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
