using System.Buffers.Binary;
using System.Security.Cryptography;
using Governance.Domain;
using Governance.Server.Audit.Publishing;
using Governance.Server.Intake.Segments;
using Governance.Transparency.Merkle;

namespace Governance.Server.Behaviour.Reading;

/// <summary>
/// That an observation was recorded, without showing any other: its line and the salt of its leaf give the leaf, path
/// and count lead to the segment's root, the segment's header names that root, and the header is a fact of the signed
/// log. <c>governance-verify observation</c> checks it. Hashes are base64.
/// </summary>
/// <param name="Address"><c>position:index</c>.</param>
/// <param name="Count">Observations in the segment.</param>
/// <param name="Line">The observation exactly as it was recorded.</param>
/// <param name="LeafSalt">HMAC-SHA256(the segment's salt, u32be index): of this leaf alone.</param>
/// <param name="Path">Hashes from the leaf to the segment's root.</param>
/// <param name="Header">The fact that names the root; null while it is not signed.</param>
internal sealed record ObservationProof(
    ObservationAddress Address,
    int Count,
    string Line,
    string LeafSalt,
    IReadOnlyList<string> Path,
    FactProof? Header)
{
    /// <summary>The observation's leaf.</summary>
    internal TreeHash Leaf { get; private init; }

    /// <summary>The root that leaf and path lead to; null where they lead nowhere.</summary>
    internal TreeHash? Root { get; private init; }

    /// <summary>Proves one observation of a segment that is not retired.</summary>
    public static ObservationProof Of(ShelvedObservation one, FactProof? header)
    {
        var (segment, index) = (one.Segment, one.Address.Index);
        var salt = segment.Salt ?? throw new InvalidOperationException("A retired segment proves no observation.");
        using var leaves = new ObservationLeaves(salt);
        var hashes = new TreeHash[segment.Count];
        for (var at = 0; at < hashes.Length; at++)
            hashes[at] = leaves.Of(at, segment.LineAt(at).Span);
        var path = InclusionProof.Plan(index, hashes.Length).Select(range => Hash(hashes, range)).ToList();
        Span<byte> counter = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(counter, index);
        return new ObservationProof(
            one.Address,
            hashes.Length,
            one.Text,
            Convert.ToBase64String(HMACSHA256.HashData(salt, counter)),
            [.. path.Select(hash => hash.ToBase64())],
            header)
        {
            Leaf = hashes[index],
            Root = InclusionProof.RootFrom(hashes[index], index, hashes.Length, path),
        };
    }

    private static TreeHash Hash(TreeHash[] leaves, TreeRange range) =>
        MerkleTree.Root(leaves[(int)range.Begin..(int)range.End]);
}
