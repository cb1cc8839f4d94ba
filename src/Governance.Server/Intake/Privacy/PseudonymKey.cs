using System.Globalization;
using System.Security.Cryptography;

namespace Governance.Server.Intake.Privacy;

/// <summary>One generation's key. A pseudonym under it reads <c>{generation}-{16 hexadecimal digits}</c>.</summary>
internal sealed class PseudonymKey(int generation, byte[] secret)
{
    /// <summary>The key's number.</summary>
    public int Generation => generation;

    /// <summary>What every pseudonym under it begins with.</summary>
    public string Prefix { get; } = string.Create(CultureInfo.InvariantCulture, $"{generation}-");

    /// <summary>Keyed names, for whoever needs many of them.</summary>
    public KeyedNames Names() => new(secret);

    /// <summary>A keyed hash for another purpose; it tells nothing about the names.</summary>
    public IncrementalHash HashFor(ReadOnlySpan<byte> purpose) =>
        IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, HMACSHA256.HashData(secret, purpose));
}
