using System.Numerics;
using System.Security.Cryptography;

namespace Governance.Transparency.Merkle;

/// <summary>
/// The hashes of RFC 6962 §2.1 (RFC 9162 §2.1.1): leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right);
/// a tree of n leaves splits at the largest power of two below n.
/// </summary>
public static class MerkleTree
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static TreeHash EmptyRoot { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of one leaf's bytes.</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> data)
    {
        const int onStack = 1024;
        Span<byte> input = data.Length < onStack ? stackalloc byte[data.Length + 1] : new byte[data.Length + 1];
        input[0] = LeafPrefix;
        data.CopyTo(input[1..]);
        return Sha256(input);
    }

    /// <summary>The hash of an inner node.</summary>
    public static TreeHash Node(TreeHash left, TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * TreeHash.Length];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + TreeHash.Length)..]);
        return Sha256(input);
    }

    /// <summary>The root over leaf hashes in order.</summary>
    public static TreeHash Root(IEnumerable<TreeHash> leafHashes)
    {
        var range = new CompactRange();
        foreach (var hash in leafHashes)
            range.Append(hash);
        return range.Root();
    }

    /// <summary>
    /// The largest power of two strictly below <paramref name="size"/> (size ≥ 2): where a tree splits.
    /// </summary>
    internal static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    private static TreeHash Sha256(ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[TreeHash.Length];
        SHA256.HashData(input, digest);
        return new TreeHash(digest);
    }
}
