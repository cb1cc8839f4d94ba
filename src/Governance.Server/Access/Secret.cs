using System.Buffers.Text;
using System.Security.Cryptography;

namespace Governance.Server.Access;

/// <summary>
/// A random secret that is shown once and kept as a hash. 256 random bits need no slow hash: nobody can try them all.
/// </summary>
internal readonly record struct Secret(string Text)
{
    private const int Bytes = 32;

    /// <summary>A new one, with a prefix by which scanners for leaked secrets know it.</summary>
    internal static Secret Create(string prefix) =>
        new(prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>What is stored and looked up.</summary>
    internal byte[] Hash() => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text));
}
