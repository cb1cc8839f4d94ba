using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Governance.Transparency.Notes;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// Ed25519 signing by the system's OpenSSL 3 (libcrypto), since .NET has no public API for it. The seed is in this
/// process' memory only inside OpenSSL's key object; verification never needs this class.
/// </summary>
internal sealed partial class OpenSslSigner : INoteSigner, IDisposable
{
    /// <summary>Bytes of a private key's seed.</summary>
    public const int SeedLength = 32;

    private const string LibCrypto = "libcrypto.so.3";
    private const int Ed25519 = 1087; // NID_ED25519
    private const int SignatureLength = 64;

    private readonly nint _key;

    private OpenSslSigner(nint key, VerifierKey publicKey) => (_key, Key) = (key, publicKey);

    public VerifierKey Key { get; }

    /// <summary>The signer that a 32-byte seed (RFC 8032's private key) stands for.</summary>
    /// <exception cref="CryptographicException">OpenSSL refused.</exception>
    public static OpenSslSigner FromSeed(string name, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new CryptographicException($"An Ed25519 seed has {SeedLength} bytes, not {seed.Length}.");
        var key = EVP_PKEY_new_raw_private_key(Ed25519, 0, seed, SeedLength);
        if (key == 0)
            throw new CryptographicException("OpenSSL made no Ed25519 key of the seed.");
        Span<byte> publicKey = stackalloc byte[32];
        nuint length = 32;
        Succeeded(EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
        return new OpenSslSigner(key, VerifierKey.Of(name, KeyAlgorithm.Ed25519, publicKey));
    }

    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        var context = EVP_MD_CTX_new();
        try
        {
            var signature = new byte[SignatureLength];
            nuint length = SignatureLength;
            Succeeded(EVP_DigestSignInit(context, 0, 0, 0, _key));
            Succeeded(EVP_DigestSign(context, signature, ref length, text, (nuint)text.Length));
            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
        }
    }

    public void Dispose() => EVP_PKEY_free(_key);

    private static void Succeeded(int result)
    {
        if (result != 1)
            throw new CryptographicException("OpenSSL could not sign with the log's key.");
    }

    [LibraryImport(LibCrypto)]
    private static partial nint EVP_PKEY_new_raw_private_key(
        int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, Span<byte> bytes, ref nuint length);

    [LibraryImport(LibCrypto)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(LibCrypto)]
    private static partial int EVP_DigestSign(
        nint context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> text, nuint length);

    [LibraryImport(LibCrypto)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(LibCrypto)]
    private static partial void EVP_PKEY_free(nint key);
}
