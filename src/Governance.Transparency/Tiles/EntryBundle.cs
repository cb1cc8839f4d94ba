using System.Buffers.Binary;

namespace Governance.Transparency.Tiles;

/// <summary>
/// Up to 256 log entries as tlog-tiles serves them: for each, its length as big-endian u16, then its bytes.
/// </summary>
public static class EntryBundle
{
    /// <summary>Bytes of the longest entry that the format can carry; leaves commit to payloads by hash.</summary>
    public const int LongestEntry = ushort.MaxValue;

    /// <summary>Encodes entries in order. An entry that is too long is an <see cref="ArgumentException"/>.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> entries)
    {
        var bytes = new byte[entries.Sum(entry => entry.Length + sizeof(ushort))];
        var at = 0;
        foreach (var entry in entries)
        {
            if (entry.Length > LongestEntry)
                throw new ArgumentException($"An entry has at most {LongestEntry} bytes.", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(bytes, at + sizeof(ushort));
            at += sizeof(ushort) + entry.Length;
        }
        return bytes;
    }

    /// <summary>Reads entries until the bytes end; false if they end inside an entry or hold more than 256.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out IReadOnlyList<byte[]> entries)
    {
        var read = new List<byte[]>(TileAddress.FullWidth);
        entries = read;
        while (bytes.Length > 0)
        {
            if (bytes.Length < sizeof(ushort) || read.Count == TileAddress.FullWidth)
                return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[sizeof(ushort)..];
            if (bytes.Length < length)
                return false;
            read.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }
        return true;
    }

    /// <summary>
    /// The bytes of the first <paramref name="width"/> entries of an encoded bundle that has at least that many.
    /// </summary>
    public static ReadOnlyMemory<byte> Prefix(ReadOnlyMemory<byte> bundle, int width)
    {
        var at = 0;
        for (var i = 0; i < width; i++)
            at += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]);
        return bundle[..at];
    }
}
