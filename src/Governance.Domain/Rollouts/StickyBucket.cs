using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Governance.Domain.Rollouts;

/// <summary>
/// Who is in the candidate arm: <c>bucket = (murmur3_x86_32(utf8(salt + ":" + targetingKey)) * 100000) >> 32</c>, a
/// number
/// in 0..99999, as flagd's fractional evaluation does it; candidate if and only if bucket &lt; percent × 1000.
/// So raising the share moves nobody out, and the same salt finds the same people again.
/// </summary>
/// <remarks>UTF-8 bytes, always: clients that hash UTF-16 units differ on every non-ASCII key.</remarks>
public static class StickyBucket
{
    /// <summary>Number of buckets: one is a thousandth of a percent.</summary>
    public const int Count = 100_000;

    /// <summary>Salt and key up to this many bytes are hashed on the stack; longer ones rent a buffer.</summary>
    private const int StackBytesMax = 512;

    /// <summary>True when this person gets the candidate at <paramref name="percent"/> (0..100).</summary>
    public static bool IsCandidate(string salt, string targetingKey, double percent) =>
        IsCandidate(Of(salt, targetingKey), percent);

    /// <summary>True when this bucket is in the candidate arm at <paramref name="percent"/> (0..100).</summary>
    public static bool IsCandidate(int bucket, double percent) => bucket < Math.Round(percent * 1000);

    /// <summary>The bucket of one person under one salt, 0..99999.</summary>
    public static int Of(string salt, string targetingKey)
    {
        ArgumentNullException.ThrowIfNull(salt);
        ArgumentNullException.ThrowIfNull(targetingKey);
        var most = Encoding.UTF8.GetMaxByteCount(salt.Length + 1 + targetingKey.Length);
        var rented = most > StackBytesMax ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[StackBytesMax];
        var length = Encoding.UTF8.GetBytes(salt, bytes);
        bytes[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(targetingKey, bytes[length..]);
        var bucket = Scale(Murmur3(bytes[..length]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return bucket;
    }

    /// <summary>Multiply and shift: no modulo bias.</summary>
    internal static int Scale(uint hash) => (int)(((ulong)hash * Count) >> 32);

    /// <summary>MurmurHash3_x86_32 with seed 0 (Austin Appleby, public domain).</summary>
    internal static uint Murmur3(ReadOnlySpan<byte> bytes)
    {
        var hash = 0u;
        var rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash ^= Mix(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        }

        var tail = 0u;
        for (var i = rest.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | rest[i];
        }

        hash ^= Mix(tail) ^ (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
}
