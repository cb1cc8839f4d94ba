using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Governance.Transparency.Merkle;

namespace Governance.Transparency.Leaves;

/// <summary>
/// The commitments inside a leaf. The salt is 32 random bytes of the row: without it a payload cannot be guessed from
/// its hash, and destroying payload and salt leaves the leaf valid.
/// </summary>
public static class SaltedHash
{
    private const uint Absent = 0xFFFFFFFF;

    /// <summary>SHA-256(salt ‖ exact UTF-8 bytes of the payload).</summary>
    public static TreeHash OfPayload(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(salt);
        sha.AppendData(payload);
        return new TreeHash(sha.GetHashAndReset());
    }

    /// <summary>
    /// SHA-256(salt ‖ M), with M = for each column in order: its UTF-8 length as big-endian u32, then its bytes; null
    /// is 0xFFFFFFFF alone. The columns: event id (lower-case uuid), causation id, user name, .NET type, headers.
    /// </summary>
    public static TreeHash OfColumns(ReadOnlySpan<byte> salt, params ReadOnlySpan<string?> columns)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        sha.AppendData(salt);
        foreach (var column in columns)
        {
            var bytes = Encoding.UTF8.GetBytes(column ?? "");
            BinaryPrimitives.WriteUInt32BigEndian(length, column is null ? Absent : (uint)bytes.Length);
            sha.AppendData(length);
            sha.AppendData(bytes);
        }
        return new TreeHash(sha.GetHashAndReset());
    }
}
