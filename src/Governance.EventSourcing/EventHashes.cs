using System.Buffers;
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
        var length = salt.Length + data.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            salt.CopyTo(rented);
            data.CopyTo(rented.AsSpan(salt.Length));
            return SHA256.HashData(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// SHA-256(salt ‖ M), M = for each of id (lower-case, hyphens), causation id, actor, dotnet type, headers text:
    /// u32be(byte length) ‖ UTF-8 bytes; absent is the length 0xFFFFFFFF and no bytes.
    /// </summary>
    public static byte[] OfMetadata(
        ReadOnlySpan<byte> salt, Guid id, string? causationId, string? actor, string? dotnetType, string? headersJson)
    {
        var framed = new ArrayBufferWriter<byte>(256);
        foreach (var field in (ReadOnlySpan<string?>)[id.ToString("D"), causationId, actor, dotnetType, headersJson])
            Frame(framed, field);
        return OfData(salt, framed.WrittenSpan);
    }

    private static void Frame(ArrayBufferWriter<byte> framed, string? field)
    {
        BinaryPrimitives.WriteUInt32BigEndian(
            framed.GetSpan(sizeof(uint)), field is null ? Absent : (uint)Encoding.UTF8.GetByteCount(field));
        framed.Advance(sizeof(uint));
        if (field is not null)
            Encoding.UTF8.GetBytes(field, framed);
    }
}
