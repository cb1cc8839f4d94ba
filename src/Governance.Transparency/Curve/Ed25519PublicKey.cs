using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Governance.Transparency.Curve;

/// <summary>
/// Verifies Ed25519 (RFC 8032 §5.1.7) in managed code, so that a verifier needs nothing but this assembly. Strict:
/// S below the group order, canonical points, no key of small order, and the cofactorless equation that OpenSSL
/// uses: R = [S]B − [k]A with k = SHA-512(R ‖ A ‖ M) mod L.
/// </summary>
public sealed class Ed25519PublicKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int Length = 32;

    /// <summary>Bytes of a signature: R, then S.</summary>
    public const int SignatureLength = 64;

    // L = 2^252 + 27742317777372353535851937790883648493
    private static readonly BigInteger s_order =
        BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    private readonly byte[] _encoded;
    private readonly EdwardsPoint _negated;

    private Ed25519PublicKey(byte[] encoded, EdwardsPoint point) => (_encoded, _negated) = (encoded, -point);

    /// <summary>
    /// Reads 32 bytes; false for what is no canonical point or can be satisfied without a private key.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ed25519PublicKey key)
    {
        key = null!;
        if (bytes.Length != Length || !EdwardsPoint.TryDecode(bytes, out var point) || point.HasSmallOrder)
            return false;
        key = new Ed25519PublicKey(bytes.ToArray(), point);
        return true;
    }

    /// <summary>Whether the holder of the private key signed exactly this message.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
            return false;
        var r = signature[..32];
        var s = signature[32..];
        if (new BigInteger(s, isUnsigned: true) >= s_order)
            return false;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        sha.AppendData(r);
        sha.AppendData(_encoded);
        sha.AppendData(message);
        var challenge = new BigInteger(sha.GetHashAndReset(), isUnsigned: true) % s_order;
        Span<byte> k = stackalloc byte[32], led = stackalloc byte[32];
        challenge.TryWriteBytes(k, out _, isUnsigned: true);
        EdwardsPoint.Sum(s, EdwardsPoint.Base, k, _negated).Encode(led);
        return led.SequenceEqual(r);
    }
}
