using System.Security.Cryptography;
using Governance.Domain;
using Governance.EventSourcing.Erasure;

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
    /// Reads <c>installation.key</c> in <paramref name="folder"/>, or makes one that only this user may read: of
    /// nodes that start at once on one folder one makes it and all read it. A file of another length is an
    /// <see cref="InvalidDataException"/>: a new key would give every deployment a new id.
    /// </summary>
    public static InstallationKey Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "installation.key");
        if (!File.Exists(path))
            DurableFile.Make(path, RandomNumberGenerator.GetBytes(Length));
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

    /// <summary>Keyed names, for whoever needs many: deployments, instances.</summary>
    internal KeyedNames Names() => new(_secret);

    /// <summary>A keyed hash for one purpose, e.g. <c>record\n</c>; it tells nothing about those of another.</summary>
    internal IncrementalHash HashFor(ReadOnlySpan<byte> purpose) =>
        IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, SecretFor(purpose));

    /// <summary>A secret of its own for one purpose: HMAC-SHA256 of the purpose's name, 32 bytes.</summary>
    internal byte[] SecretFor(ReadOnlySpan<byte> purpose) => HMACSHA256.HashData(_secret, purpose);
}
