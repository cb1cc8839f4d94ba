using System.Security.Cryptography;
using System.Text;

namespace Governance.Server.Intake;

/// <summary>
/// HMAC-SHA256 of names under the installation's key, cut to 16 hexadecimal digits: chance meetings stay rare up to a
/// hundred million names. Keeps its hash context; not for several threads at once.
/// </summary>
internal sealed class KeyedNames(byte[] secret) : IDisposable
{
    private const int IdBytes = 8;

    private readonly IncrementalHash _keyed = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

    /// <summary>Equal for equal names of one kind; <paramref name="kind"/> ends in a line feed.</summary>
    public string Of(ReadOnlySpan<byte> kind, string name)
    {
        _keyed.AppendData(kind);
        _keyed.AppendData(Encoding.UTF8.GetBytes(name));
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _keyed.GetHashAndReset(tag);
        return Convert.ToHexStringLower(tag[..IdBytes]);
    }

    public void Dispose() => _keyed.Dispose();
}
