using FsCheck;
using FsCheck.Fluent;
using Governance.Transparency.Merkle;
using Governance.Transparency.Tiles;

namespace Governance.Tests.Transparency;

public sealed class MerkleProperties
{
    private const int MostLeaves = 5000;
    private static readonly List<TreeHash> s_leaves =
        [.. Enumerable.Range(0, MostLeaves).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i)))];
    private static readonly PlainTree s_plain = new(s_leaves);
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(60);

    private static Arbitrary<(int, int)> Places { get; } = (
        from size in Gen.Choose(1, MostLeaves)
        from index in Gen.Choose(0, size - 1)
        select (index, size)).ToArbitrary();

    [Fact]
    public void The_incremental_root_is_the_recursive_root() => Prop.ForAll(Places, place =>
        MerkleTree.Root(s_leaves.Take(place.Item2)) == s_plain.Root(0, place.Item2)).Check(s_config);

    [Fact]
    public void Every_inclusion_proof_holds_and_no_changed_one_does() => Prop.ForAll(Places, place =>
    {
        var (index, size) = place;
        var root = MerkleTree.Root(s_leaves.Take(size));
        var path = s_plain.Hashes(InclusionProof.Plan(index, size));
        return InclusionProof.Verify(s_leaves[index], index, size, path, root)
            && !InclusionProof.Verify(Flip(s_leaves[index], size), index, size, path, root)
            && !InclusionProof.Verify(s_leaves[index], index + 1, size, path, root)
            && Enumerable.Range(0, path.Count).All(i =>
                !InclusionProof.Verify(s_leaves[index], index, size, With(path, i, Flip(path[i], index)), root))
            && !InclusionProof.Verify(s_leaves[index], index, size, [.. path, root], root)
            && (path.Count == 0 || !InclusionProof.Verify(s_leaves[index], index, size, [.. path.Skip(1)], root));
    }).Check(s_config);

    [Fact]
    public void Every_consistency_proof_holds_and_no_changed_one_does() => Prop.ForAll(Places, place =>
    {
        var (older, newer) = (place.Item1 + 1, place.Item2);
        var (oldRoot, newRoot) = (MerkleTree.Root(s_leaves.Take(older)), MerkleTree.Root(s_leaves.Take(newer)));
        var proof = s_plain.Hashes(ConsistencyProof.Plan(older, newer));
        return ConsistencyProof.Verify(older, newer, proof, oldRoot, newRoot)
            && !ConsistencyProof.Verify(older, newer, proof, Flip(oldRoot, newer), newRoot)
            && !ConsistencyProof.Verify(older, newer, proof, oldRoot, Flip(newRoot, older))
            && Enumerable.Range(0, proof.Count).All(i =>
                !ConsistencyProof.Verify(older, newer, With(proof, i, Flip(proof[i], older)), oldRoot, newRoot));
    }).Check(s_config);

    [Fact]
    public void A_tiled_tree_gives_the_same_root_and_tiles_however_it_is_cut() => Prop.ForAll(Places, place =>
    {
        var (cut, size) = place;
        var stored = new Dictionary<TileAddress, Tile>();
        var tree = new TiledTree();
        foreach (var leaf in s_leaves.Take(cut))
            tree.Append(leaf);
        Store(tree, stored);
        tree = TiledTree.Restore(cut, address => stored[address]);
        foreach (var leaf in s_leaves.Skip(cut).Take(size - cut))
            tree.Append(leaf);
        Store(tree, stored);
        return tree.Root() == s_plain.Root(0, size)
            && TileAddress.All(size).Where(a => a.Level >= 0).All(a => stored.ContainsKey(a))
            && InclusionProof.Plan(cut, size).All(range => range.Hash(Read) == s_plain.Root(range.Begin, range.End));

        TreeHash Read(NodeAddress node)
        {
            var address = TileAddress.Holding(node, size);
            return stored[address].Node(node, address);
        }
    }).Check(s_config);

    private static void Store(TiledTree tree, Dictionary<TileAddress, Tile> stored)
    {
        foreach (var (address, tile) in tree.TakeTouched())
            stored[address] = tile;
    }

    private static TreeHash Flip(TreeHash hash, int seed)
    {
        var bytes = hash.ToArray();
        bytes[seed % 32] ^= (byte)(1 << (seed % 8));
        return new TreeHash(bytes);
    }

    private static List<TreeHash> With(List<TreeHash> path, int at, TreeHash hash) =>
        [.. path.Select((old, i) => i == at ? hash : old)];
}
