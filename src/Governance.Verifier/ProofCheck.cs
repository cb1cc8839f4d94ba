using Governance.Transparency;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;

namespace Governance.Verifier;

/// <summary>The checks that need no whole log: one leaf's proof, and that one log extends another.</summary>
public static class ProofCheck
{
    /// <summary>Whether the proof file shows this leaf in a log signed by a trusted key.</summary>
    public static Report Leaf(string proofText, ReadOnlySpan<byte> leaf, Trust trust)
    {
        if (!LogProof.TryParse(proofText, out var proof))
            return Bad(Code.CheckpointInvalid, null, "the file is no c2sp.org/tlog-proof@v1.");
        var findings = new List<Finding>();
        if (trust.Open(proof!.Checkpoint.ToString(), "the proof's checkpoint", findings) is not { } checkpoint)
            return Report.Of(0, null, findings, "");
        if (!InclusionProof.Verify(
            MerkleTree.Leaf(leaf), proof.Index, checkpoint.Size, proof.Path, checkpoint.Root))
        {
            findings.Add(new Finding(Code.LeafMismatch, proof.Index, "leaf and path do not lead to the signed root."));
        }
        return Report.Of(checkpoint.Size, checkpoint.Root.ToBase64(), findings,
            $"the leaf is at index {proof.Index} of {checkpoint.Origin} at size {checkpoint.Size}.");
    }

    /// <summary>
    /// Whether the log in <paramref name="newer"/> begins with the whole log of <paramref name="older"/>.
    /// </summary>
    public static Report Extends(string older, string newer, Trust? trust)
    {
        var folder = new LogFolder(newer);
        trust ??= folder.OwnKeys is { } own ? Trust.Parse(own, fromTheLogItself: true) : new Trust([]);
        var findings = new List<Finding>();
        var oldText = File.Exists(older) ? File.ReadAllText(older) : new LogFolder(older).Checkpoint;
        var old = trust.Open(oldText, "the older checkpoint", findings);
        var now = trust.Open(folder.Checkpoint, "the newer checkpoint", findings);
        if (old is null || now is null)
            return Report.Of(0, null, findings, "");
        if (old.Size > now.Size)
            findings.Add(new Finding(Code.Truncated, now.Size, $"the older log had {old.Size} leaves."));
        else
            findings.AddRange(Compare(folder, old, now));
        return Report.Of(now.Size, now.Root.ToBase64(), findings, $"{old.Size} leaves grew to {now.Size}, unchanged.");
    }

    private static List<Finding> Compare(LogFolder folder, Checkpoint old, Checkpoint now)
    {
        try
        {
            var findings = new List<Finding>();
            if (folder.RootByTiles(now.Size, now.Size) != now.Root)
                findings.Add(new Finding(Code.TileMismatch, null, "the newer log's tiles do not lead to its root."));
            if (folder.RootByTiles(old.Size, now.Size) != old.Root)
                findings.Add(new Finding(Code.Fork, null, $"the first {old.Size} leaves are not the older log's."));
            return findings;
        }
        catch (FileNotFoundException e)
        {
            return [new Finding(Code.Missing, null, e.Message)];
        }
    }

    private static Report Bad(string code, long? index, string detail) =>
        new(0, null, [new Finding(code, index, detail)]);
}
