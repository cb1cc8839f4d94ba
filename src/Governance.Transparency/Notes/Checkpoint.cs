using System.Globalization;
using Governance.Transparency.Merkle;

namespace Governance.Transparency.Notes;

/// <summary>
/// What a log signs (c2sp.org/tlog-checkpoint): its origin, its size in leaves, the root over them, each on a line;
/// further lines are extensions, kept as they are.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root, string Extensions = "")
{
    /// <summary>The note text, ending in a newline.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Origin}\n{Size}\n{Root.ToBase64()}\n{Extensions}");

    /// <summary>Reads a note text strictly: no leading zeros, a root of 32 bytes, no empty line.</summary>
    public static bool TryParse(string text, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n', 4);
        if (lines.Length != 4 || lines[0].Length == 0 || !TryDecimal(lines[1], out var size))
            return false;
        if (!TreeHash.TryParseBase64(lines[2], out var root) || !AreLines(lines[3]))
            return false;
        checkpoint = new Checkpoint(lines[0], size, root, lines[3]);
        return true;
    }

    internal static bool TryDecimal(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && (text.Length == 1 || text[0] != '0');

    private static bool AreLines(string text) =>
        text.Length == 0
        || (text.EndsWith('\n') && text[0] != '\n' && !text.Contains("\n\n", StringComparison.Ordinal));
}
