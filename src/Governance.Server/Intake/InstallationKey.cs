using System.Security.Cryptography;
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
    public DeploymentId DeploymentOf(string name)
    {
        using var names = Names();
        return new DeploymentId(names.Of("deployment\n"u8, name));
    }

    /// <summary>Keyed names, for whoever needs many: pseudonyms of users, conversations, instances.</summary>
    internal KeyedNames Names() => new(_secret);

    /// <summary>Written beside and moved into place, so that two starting processes agree on one key.</summary>
    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = $"{path}.{Path.GetRandomFileName()}";
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
