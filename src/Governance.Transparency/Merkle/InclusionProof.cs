namespace Governance.Transparency.Merkle;

/// <summary>That a leaf is in a tree: planning (RFC 9162 §2.1.3.1) and verifying (§2.1.3.2).</summary>
public static class InclusionProof
{
    /// <summary>The ranges whose hashes are the proof for leaf <paramref name="index"/>, leaf to root.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The leaf is not in a tree of that size.</exception>
    public static IReadOnlyList<TreeRange> Plan(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<TreeRange>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + MerkleTree.Split(end - begin);
            if (index < middle)
            {
                path.Add(new TreeRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new TreeRange(begin, middle));
                begin = middle;
            }
        }
        path.Reverse();
        return path;
    }

    /// <summary>
    /// The root that leaf and path lead to in a tree of <paramref name="size"/> leaves, or null when the path has the
    /// wrong length for that place. Compare it with a root from a verified checkpoint.
    /// </summary>
    public static TreeHash? RootFrom(TreeHash leaf, long index, long size, IReadOnlyList<TreeHash> path)
    {
        if (index < 0 || index >= size)
            return null;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleTree.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.Node(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 ? hash : null;
    }

    /// <summary>Whether the path proves that the leaf is at that index of the tree with that root.</summary>
    public static bool Verify(TreeHash leaf, long index, long size, IReadOnlyList<TreeHash> path, TreeHash root) =>
        RootFrom(leaf, index, size, path) is { } led && led == root;
}
