using Governance.Transparency.Merkle;

namespace Governance.Tests.Transparency;

/// <summary>RFC 6962 §2.1 taken literally, by recursion over a list of leaf hashes: slow, and plainly right.</summary>
internal sealed class PlainTree(IReadOnlyList<TreeHash> leaves)
{
    public TreeHash Root(long begin, long end)
    {
        if (begin == end)
            return MerkleTree.EmptyRoot;
        if (end - begin == 1)
            return leaves[(int)begin];
        var split = 1L;
        while (split * 2 < end - begin)
            split *= 2;
        return MerkleTree.Node(Root(begin, begin + split), Root(begin + split, end));
    }

    /// <summary>What a planned proof consists of, hashed from stored nodes only.</summary>
    public List<TreeHash> Hashes(IReadOnlyList<TreeRange> plan) => [.. plan.Select(range => range.Hash(Node))];

    public TreeHash Node(NodeAddress node) => Root(node.Index << node.Height, (node.Index + 1) << node.Height);
}
