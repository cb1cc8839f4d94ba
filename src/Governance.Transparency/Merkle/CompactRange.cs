namespace Governance.Transparency.Merkle;

/// <summary>
/// The right edge of a growing tree: the roots of its complete subtrees, highest first. Appending a leaf costs
/// one node hash on average, and the root of the tree so far can be asked for at any time.
/// </summary>
public sealed class CompactRange
{
    // Bounded by 63: one complete subtree per set bit of the size.
    private readonly List<(int Height, TreeHash Hash)> _edge = [];

    /// <summary>Number of leaves appended.</summary>
    public long Size { get; private set; }

    /// <summary>
    /// Appends a complete subtree of 2^<paramref name="height"/> leaves (0: one leaf). The subtree must start at a
    /// multiple of its own size, else the tree's shape would differ from RFC 6962's: <see cref="ArgumentException"/>.
    /// </summary>
    public void Append(TreeHash hash, int height = 0)
    {
        if ((Size & ((1L << height) - 1)) != 0)
            throw new ArgumentException($"A subtree of height {height} cannot start at leaf {Size}.", nameof(height));
        Size += 1L << height;
        while (_edge.Count > 0 && _edge[^1].Height == height)
        {
            hash = MerkleTree.Node(_edge[^1].Hash, hash);
            _edge.RemoveAt(_edge.Count - 1);
            height++;
        }
        _edge.Add((height, hash));
    }

    /// <summary>The root of the tree of all leaves so far.</summary>
    public TreeHash Root()
    {
        if (_edge.Count == 0)
            return MerkleTree.EmptyRoot;
        var root = _edge[^1].Hash;
        for (var i = _edge.Count - 2; i >= 0; i--)
            root = MerkleTree.Node(_edge[i].Hash, root);
        return root;
    }
}
