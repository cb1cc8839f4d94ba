using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Governance.EventSourcing;

/// <summary>
/// The salted hashes of an event's row. Leaves commit to them, so a payload can be erased and the proof stays, and
/// nothing can be guessed from a leaf. Migration 0002 computes the same in SQL for foreign writers.
/// </summary>
public static class EventHashes
{
    /// <summary>Bytes of a salt and of a hash.</summary>
    public const int Length = 32;

    private const uint Absent = 0xFFFFFFFF;

    /// <summary>SHA-256(salt ‖ exact UTF-8 payload bytes).</summary>
    public static byte[] OfData(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// SHA-256(salt ‖ M), M = for each of id (lower-case, hyphens), causation id, actor, dotnet type, headers text:
    /// u32be(byte length) ‖ UTF-8 bytes; absent is the length 0xFFFFFFFF and no bytes.
    /// </summary>
    public static byte[] OfMetadata(
        ReadOnlySpan<byte> salt, Guid id, string? causationId, string? actor, string? dotnetType, string? headersJson)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        Span<byte> scratch = stackalloc byte[512];
        foreach (var field in (ReadOnlySpan<string?>)[id.ToString("D"), causationId, actor, dotnetType, headersJson])
            AppendFramed(hash, field, scratch);
        return hash.GetHashAndReset();
    }

    private static void AppendFramed(IncrementalHash hash, string? field, Span<byte> scratch)
    {
        var count = field is null ? Absent : (uint)Encoding.UTF8.GetByteCount(field);
        BinaryPrimitives.WriteUInt32BigEndian(scratch, count);
        hash.AppendData(scratch[..4]);
        if (field is null)
            return;
        var bytes = count <= scratch.Length ? scratch[..(int)count] : new byte[count];
        Encoding.UTF8.GetBytes(field, bytes);
        hash.AppendData(bytes);
    }
}
