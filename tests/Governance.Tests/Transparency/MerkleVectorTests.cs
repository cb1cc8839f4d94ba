using System.Text.Json;
using Governance.Transparency.Merkle;

namespace Governance.Tests.Transparency;

public sealed class MerkleVectorTests
{
    [Fact]
    public void Leaf_node_and_root_hashes_are_those_of_certificate_transparency()
    {
        var vectors = Vectors.Read("merkle-rfc6962.json");
        MerkleTree.EmptyRoot.ShouldBe(vectors.GetProperty("emptyRoot").Hex());
        foreach (var leaf in vectors.Items("leafHashes"))
            MerkleTree.Leaf(Convert.FromHexString(leaf.Text("input"))).ShouldBe(leaf.GetProperty("hash").Hex());
        foreach (var node in vectors.Items("nodeHashes"))
        {
            MerkleTree.Node(node.GetProperty("left").Hex(), node.GetProperty("right").Hex())
                .ShouldBe(node.GetProperty("hash").Hex());
        }
        var leaves = Leaves(vectors);
        foreach (var root in vectors.Items("roots"))
            MerkleTree.Root(leaves.Take((int)root.Number("size"))).ShouldBe(root.GetProperty("root").Hex());
    }

    [Fact]
    public void Published_inclusion_proofs_hold_and_are_the_ones_we_make()
    {
        var vectors = Vectors.Read("merkle-rfc6962.json");
        var leaves = Leaves(vectors);
        foreach (var proof in vectors.Items("inclusion"))
        {
            var (index, size) = (proof.Number("index"), proof.Number("size"));
            var path = proof.Items("proof").Select(Vectors.Hex).ToList();
            InclusionProof.Verify(
                proof.GetProperty("leafHash").Hex(), index, size, path, proof.GetProperty("root").Hex()).ShouldBeTrue();
            if (proof.Text("tree") == "classic")
                new PlainTree(leaves).Hashes(InclusionProof.Plan(index, size)).ShouldBe(path);
        }
    }

    [Fact]
    public void Published_consistency_proofs_hold_and_are_the_ones_we_make()
    {
        var vectors = Vectors.Read("merkle-rfc6962.json");
        var leaves = Leaves(vectors);
        foreach (var proof in vectors.Items("consistency"))
        {
            var (older, newer) = (proof.Number("size1"), proof.Number("size2"));
            var path = proof.Items("proof").Select(Vectors.Hex).ToList();
            ConsistencyProof.Verify(
                older, newer, path, proof.GetProperty("root1").Hex(), proof.GetProperty("root2").Hex()).ShouldBeTrue();
            new PlainTree(leaves).Hashes(ConsistencyProof.Plan(older, newer)).ShouldBe(path);
        }
    }

    [Fact]
    public void Every_probe_of_the_reference_verifier_is_judged_alike()
    {
        var vectors = Vectors.Read("merkle-probes.json");
        foreach (var probe in vectors.Items("inclusion"))
            Verdict(probe, Inclusion).ShouldBe(!probe.GetProperty("wantErr").GetBoolean(), probe.Text("file"));
        foreach (var probe in vectors.Items("consistency").Where(HasWholeHashes))
            Verdict(probe, Consistency).ShouldBe(!probe.GetProperty("wantErr").GetBoolean(), probe.Text("file"));
    }

    private static List<TreeHash> Leaves(JsonElement vectors) =>
        [.. vectors.Items("leaves").Select(leaf => MerkleTree.Leaf(Convert.FromHexString(leaf.GetString()!)))];

    private static bool HasWholeHashes(JsonElement probe) => !probe.TryGetProperty("skipIfHashLengthChecked", out _);

    private static bool Inclusion(JsonElement probe) =>
        Hash(probe, "leafHash") is { } leaf && Hash(probe, "root") is { } root && Path(probe) is { } path
        && InclusionProof.Verify(leaf, probe.Number("leafIdx"), probe.Number("treeSize"), path, root);

    private static bool Consistency(JsonElement probe) =>
        Hash(probe, "root1") is { } older && Hash(probe, "root2") is { } newer && Path(probe) is { } path
        && ConsistencyProof.Verify(probe.Number("size1"), probe.Number("size2"), path, older, newer);

    // A size above 2^63 is no size of ours: refused before any hashing.
    private static bool Verdict(JsonElement probe, Func<JsonElement, bool> verify) =>
        probe.EnumerateObject().All(p => p.Value.ValueKind != JsonValueKind.Number || p.Value.TryGetInt64(out _))
        && verify(probe);

    private static List<TreeHash>? Path(JsonElement probe)
    {
        var path = new List<TreeHash>();
        foreach (var item in probe.Items("proof"))
        {
            if (!TreeHash.TryParseBase64(item.GetString()!, out var hash))
                return null;
            path.Add(hash);
        }
        return path;
    }

    private static TreeHash? Hash(JsonElement probe, string name) =>
        TreeHash.TryParseBase64(probe.GetProperty(name).GetString() ?? "", out var hash) ? hash : null;
}
