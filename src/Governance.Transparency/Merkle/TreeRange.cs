using System.Numerics;

namespace Governance.Transparency.Merkle;

/// <summary>The complete subtree over leaves [Index · 2^Height, (Index + 1) · 2^Height).</summary>
public readonly record struct NodeAddress(int Height, long Index);

/// <summary>
/// The leaves [Begin, End) of a tree, where the tree itself makes a cut. A proof is a list of such ranges; which
/// stored nodes each needs is known before anything is read, so reading (from tiles, asynchronously) and hashing
/// (here, purely) stay apart.
/// </summary>
public readonly record struct TreeRange(long Begin, long End)
{
    /// <summary>The complete subtrees that make up the range, left to right; at most 63.</summary>
    public IReadOnlyList<NodeAddress> Nodes()
    {
        var nodes = new List<NodeAddress>();
        for (var at = Begin; at < End;)
        {
            var fits = BitOperations.Log2((ulong)(End - at));
            var aligned = at == 0 ? fits : BitOperations.TrailingZeroCount(at);
            var height = Math.Min(fits, aligned);
            nodes.Add(new NodeAddress(height, at >> height));
            at += 1L << height;
        }
        return nodes;
    }

    /// <summary>The hash over the range, from the hashes of its <see cref="Nodes"/>.</summary>
    public TreeHash Hash(Func<NodeAddress, TreeHash> node)
    {
        var nodes = Nodes();
        if (nodes.Count == 0)
            return MerkleTree.EmptyRoot;
        var hash = node(nodes[^1]);
        for (var i = nodes.Count - 2; i >= 0; i--)
            hash = MerkleTree.Node(node(nodes[i]), hash);
        return hash;
    }
}
