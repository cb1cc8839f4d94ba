namespace Governance.Transparency.Merkle;

/// <summary>
/// That a tree is an extension of an older one: planning (RFC 9162 §2.1.4.1) and verifying (§2.1.4.2). From the empty
/// tree everything grows: the proof is empty and the old root must be the empty root (the rule of tlog-witness).
/// </summary>
public static class ConsistencyProof
{
    /// <summary>
    /// The ranges whose hashes are the proof from <paramref name="older"/> to <paramref name="newer"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The older tree is larger than the newer.</exception>
    public static IReadOnlyList<TreeRange> Plan(long older, long newer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, newer);
        var proof = new List<TreeRange>();
        if (older == 0 || older == newer)
            return proof;
        var (begin, end, wholeOldTree) = (0L, newer, true);
        while (end != older)
        {
            var middle = begin + MerkleTree.Split(end - begin);
            if (older <= middle)
            {
                proof.Add(new TreeRange(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(new TreeRange(begin, middle));
                (begin, wholeOldTree) = (middle, false);
            }
        }
        if (!wholeOldTree)
            proof.Add(new TreeRange(begin, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>Whether the proof shows that the newer tree begins with exactly the older tree's leaves.</summary>
    public static bool Verify(
        long older, long newer, IReadOnlyList<TreeHash> proof, TreeHash olderRoot, TreeHash newerRoot)
    {
        if (older < 0 || older > newer)
            return false;
        if (older == newer)
            return proof.Count == 0 && olderRoot == newerRoot;
        if (older == 0)
            return proof.Count == 0 && olderRoot == MerkleTree.EmptyRoot;
        // An old tree that is one complete subtree is its own first proof node, and is left out of the proof.
        IReadOnlyList<TreeHash> path = (older & (older - 1)) == 0 ? [olderRoot, .. proof] : proof;
        return path.Count > 0 && Walk(older - 1, newer - 1, path) is var (olderLed, newerLed)
            && olderLed == olderRoot && newerLed == newerRoot;
    }

    private static (TreeHash Older, TreeHash Newer)? Walk(long node, long last, IReadOnlyList<TreeHash> path)
    {
        while ((node & 1) == 1)
            (node, last) = (node >> 1, last >> 1);
        var (older, newer) = (path[0], path[0]);
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                older = MerkleTree.Node(sibling, older);
                newer = MerkleTree.Node(sibling, newer);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                newer = MerkleTree.Node(newer, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 ? (older, newer) : null;
    }
}
