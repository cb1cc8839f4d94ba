using System.Globalization;
using System.Text;
using Governance.Transparency.Merkle;

namespace Governance.Transparency.Notes;

/// <summary>
/// That a leaf is in a signed log, in one file (<c>.tlog-proof</c>, c2sp.org/tlog-proof): optional extra data, the
/// leaf's index, its path to the root, and the checkpoint that signs the root.
/// </summary>
public sealed record LogProof(long Index, IReadOnlyList<TreeHash> Path, SignedNote Checkpoint, string? Extra = null)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Reads the file's text.</summary>
    public static bool TryParse(string text, out LogProof? proof)
    {
        proof = null;
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !SignedNote.TryParse(text[(split + 2)..], out var note))
            return false;
        var lines = text[..split].Split('\n').ToList();
        if (lines.Count < 2 || lines[0] != Header)
            return false;
        string? extra = null;
        if (lines[1].StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = lines[1]["extra ".Length..];
            lines.RemoveAt(1);
        }
        if (lines.Count < 2 || !lines[1].StartsWith("index ", StringComparison.Ordinal))
            return false;
        if (!Notes.Checkpoint.TryDecimal(lines[1]["index ".Length..], out var index))
            return false;
        var path = new List<TreeHash>(lines.Count - 2);
        foreach (var line in lines.Skip(2))
        {
            if (!TreeHash.TryParseBase64(line, out var hash))
                return false;
            path.Add(hash);
        }
        proof = new LogProof(index, path, note!, extra);
        return true;
    }

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
            text.Append("extra ").Append(Extra).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
            text.Append(hash.ToBase64()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
