using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Transparency;
using Governance.Transparency.Leaves;
using Governance.Transparency.Merkle;
using Governance.Transparency.Notes;

namespace Governance.Verifier;

/// <summary>
/// That one observation of a model's behaviour was recorded: line and salt give its leaf, the leaf leads to the root of
/// its segment, the segment's header names that root, and the header is a fact of a log that a trusted key has signed.
/// </summary>
public static class ObservationCheck
{
    private const string HeaderType = "behaviour.segment_recorded";

    /// <summary>Whether the file proves its observation.</summary>
    /// <exception cref="FormatException">The file is no proof of an observation.</exception>
    public static Report Run(string proofText, Trust trust)
    {
        var proof = Read(proofText);
        var findings = new List<Finding>();
        if (trust.Open(proof.Note, "the proof's checkpoint", findings) is not { } checkpoint)
            return Report.Of(0, null, findings, "");
        findings.AddRange(Faults(proof, checkpoint).Select(fault => fault with { Index = proof.Position - 1 }));
        return Report.Of(checkpoint.Size, checkpoint.Root.ToBase64(), findings, string.Create(
            CultureInfo.InvariantCulture,
            $"observation {proof.Position}:{proof.Index} of {proof.Count} is in {checkpoint.Origin} at size "
            + $"{checkpoint.Size}."));
    }

    private static IEnumerable<Finding> Faults(Proof proof, Checkpoint checkpoint)
    {
        if (!Leaf.TryDecode(proof.HeaderLeaf, out var leaf) || leaf!.Position != proof.Position
            || leaf.Type != HeaderType)
        {
            yield return new Finding(
                Code.LeafMismatch, null, $"the leaf is not that of a segment at position {proof.Position}.");
            yield break;
        }

        if (!InclusionProof.Verify(
            MerkleTree.Leaf(proof.HeaderLeaf), leaf.Index, checkpoint.Size, proof.HeaderPath, checkpoint.Root))
            yield return new Finding(Code.LeafMismatch, null, "leaf and path do not lead to the signed root.");
        if (SaltedHash.OfPayload(proof.HeaderSalt, Encoding.UTF8.GetBytes(proof.HeaderPayload)) != leaf.Data)
            yield return new Finding(Code.PayloadMismatch, null, "the segment's header is not the one in the leaf.");
        var (root, count) = HeaderOf(proof.HeaderPayload);
        var line = MerkleTree.Leaf([.. proof.LeafSalt, .. Encoding.UTF8.GetBytes(proof.Line)]);
        if (count != proof.Count || !InclusionProof.Verify(line, proof.Index, count, proof.Path, root))
        {
            yield return new Finding(
                Code.PayloadMismatch, null, "the observation does not lead to its segment's root.");
        }
    }

    private static (TreeHash Root, int Count) HeaderOf(string payload) => Parsed(payload, json =>
        (HashIn(json.GetProperty("root")), json.GetProperty("count").GetInt32()));

    private static Proof Read(string text) => Parsed(text, json =>
    {
        var address = json.GetProperty("address").GetString()!.Split(':');
        var header = json.GetProperty("header");
        return new Proof(
            long.Parse(address[0], NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(address[1], NumberStyles.None, CultureInfo.InvariantCulture),
            json.GetProperty("count").GetInt32(),
            json.GetProperty("line").GetString()!,
            json.GetProperty("leafSalt").GetBytesFromBase64(),
            PathIn(json),
            header.GetProperty("salt").GetBytesFromBase64(),
            header.GetProperty("payload").GetString()!,
            header.GetProperty("leaf").GetBytesFromBase64(),
            PathIn(header),
            header.GetProperty("note").GetString()!);
    });

    private static List<TreeHash> PathIn(JsonElement json) =>
        [.. json.GetProperty("path").EnumerateArray().Select(HashIn)];

    private static TreeHash HashIn(JsonElement json) =>
        TreeHash.TryParseBase64(json.GetString() ?? "", out var hash)
            ? hash
            : throw new FormatException("A hash is not 32 bytes in base64.");

    private static T Parsed<T>(string text, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or IndexOutOfRangeException or OverflowException or ArgumentNullException)
        {
            throw new FormatException($"No proof of an observation: {e.Message}", e);
        }
    }

    private sealed record Proof(
        long Position,
        int Index,
        int Count,
        string Line,
        byte[] LeafSalt,
        IReadOnlyList<TreeHash> Path,
        byte[] HeaderSalt,
        string HeaderPayload,
        byte[] HeaderLeaf,
        IReadOnlyList<TreeHash> HeaderPath,
        string Note);
}
