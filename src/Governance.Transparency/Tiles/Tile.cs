using Governance.Transparency.Merkle;

namespace Governance.Transparency.Tiles;

/// <summary>
/// The hashes of one tile, and the bytes that tlog-tiles serves for them: the hashes, one after another.
/// </summary>
public sealed record Tile(IReadOnlyList<TreeHash> Hashes)
{
    /// <summary>The hashes in a row, 32 bytes each.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[Hashes.Count * TreeHash.Length];
        for (var i = 0; i < Hashes.Count; i++)
            Hashes[i].CopyTo(bytes.AsSpan(i * TreeHash.Length));
        return bytes;
    }

    /// <summary>Reads 1–256 whole hashes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Tile tile)
    {
        var whole = bytes.Length % TreeHash.Length == 0
            && bytes.Length is > 0 and <= TileAddress.FullWidth * TreeHash.Length;
        var hashes = new TreeHash[whole ? bytes.Length / TreeHash.Length : 0];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = new TreeHash(bytes.Slice(i * TreeHash.Length, TreeHash.Length));
        tile = new Tile(hashes);
        return whole;
    }

    /// <summary>The hash of a node inside this tile, which lies at <paramref name="at"/>.</summary>
    public TreeHash Node(NodeAddress node, TileAddress at)
    {
        var below = node.Height - at.Level * TileAddress.Height;
        var first = (int)((node.Index << below) - at.Index * TileAddress.FullWidth);
        var subtree = new CompactRange();
        for (var i = 0; i < 1 << below; i++)
            subtree.Append(Hashes[first + i]);
        return subtree.Root();
    }
}
