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

    /// <summary>Characters of an id with hyphens.</summary>
    private const int IdLength = 36;

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
        var most = salt.Length + sizeof(uint) + IdLength
            + MostOf(causationId) + MostOf(actor) + MostOf(dotnetType) + MostOf(headersJson);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            salt.CopyTo(rented);
            var written = salt.Length;
            BinaryPrimitives.WriteUInt32BigEndian(rented.AsSpan(written), IdLength);
            written += sizeof(uint);
            id.TryFormat(rented.AsSpan(written), out var idBytes, "D");
            written += idBytes;
            foreach (var field in (ReadOnlySpan<string?>)[causationId, actor, dotnetType, headersJson])
                written += Frame(rented.AsSpan(written), field);
            return SHA256.HashData(rented.AsSpan(0, written));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int MostOf(string? field) =>
        sizeof(uint) + (field is null ? 0 : Encoding.UTF8.GetMaxByteCount(field.Length));

    private static int Frame(Span<byte> framed, string? field)
    {
        var length = field is null ? 0 : Encoding.UTF8.GetBytes(field, framed[sizeof(uint)..]);
        BinaryPrimitives.WriteUInt32BigEndian(framed, field is null ? Absent : (uint)length);
        return sizeof(uint) + length;
    }
}
