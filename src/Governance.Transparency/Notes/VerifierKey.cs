using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Transparency.Curve;

namespace Governance.Transparency.Notes;

/// <summary>What a key signs: the note's text (a log), or the text with the time it was seen (a witness).</summary>
public enum KeyAlgorithm : byte
{
    /// <summary>Ed25519 over the note's text.</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over <c>cosignature/v1</c>, the time and the text (c2sp.org/tlog-cosignature).</summary>
    Cosignature = 0x04,
}

/// <summary>
/// A public key by which notes are trusted, spelled <c>name+hex8+base64(algorithm ‖ key)</c> (c2sp.org/signed-note);
/// hex8 is the key id, SHA-256(name ‖ 0x0A ‖ algorithm ‖ key)[:4].
/// </summary>
public sealed record VerifierKey
{
    private const int KeyLength = 32;
    private readonly Ed25519PublicKey _key;

    private VerifierKey(string name, KeyAlgorithm algorithm, byte[] publicKey, Ed25519PublicKey key)
    {
        (Name, Algorithm, PublicKey, _key) = (name, algorithm, publicKey, key);
        Id = IdOf(name, [(byte)algorithm, .. publicKey]);
    }

    /// <summary>Who signs: for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>The first bytes of every signature by this key.</summary>
    public uint Id { get; }

    /// <summary>What the key signs.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>The 32 bytes of the Ed25519 point.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A key from its parts; a bad name or point is a <see cref="FormatException"/>.</summary>
    public static VerifierKey Of(string name, KeyAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new FormatException($"'{name}' cannot name a key: it is empty or holds a space or '+'.");
        return Ed25519PublicKey.TryParse(publicKey, out var key)
            ? new VerifierKey(name, algorithm, publicKey.ToArray(), key)
            : throw new FormatException($"The key of '{name}' is no point of Ed25519 that can verify.");
    }

    /// <summary>Reads the spelling above; the id must fit the name and the key.</summary>
    public static bool TryParse(string text, out VerifierKey? key)
    {
        key = null;
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 8)
            return false;
        if (!uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
            return false;
        var bytes = new byte[KeyLength + 1];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var length) || length != bytes.Length)
            return false;
        if (!Enum.IsDefined((KeyAlgorithm)bytes[0]) || !Ed25519PublicKey.TryParse(bytes.AsSpan(1), out var point))
            return false;
        key = new VerifierKey(parts[0], (KeyAlgorithm)bytes[0], bytes[1..], point);
        return key.Id == id;
    }

    /// <summary>The spelling that is handed to verifiers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Algorithm, .. PublicKey.Span])}");

    /// <summary>Whether these signature bytes (without the key id) are this key's over the note's text.</summary>
    public bool Verify(string text, ReadOnlySpan<byte> signature)
    {
        if (Algorithm == KeyAlgorithm.Ed25519)
            return _key.Verify(Encoding.UTF8.GetBytes(text), signature);
        if (signature.Length <= sizeof(ulong) || !Checkpoint.TryParse(text, out _))
            return false;
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature);
        return _key.Verify(CosignedText(text, seconds), signature[sizeof(ulong)..]);
    }

    /// <summary>What a witness signs who saw the checkpoint at that Unix time.</summary>
    public static byte[] CosignedText(string text, ulong unixSeconds) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {unixSeconds}\n{text}"));

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('+', StringComparison.Ordinal) && !name.Any(char.IsWhiteSpace);

    private static uint IdOf(string name, byte[] typedKey) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typedKey]));
}
