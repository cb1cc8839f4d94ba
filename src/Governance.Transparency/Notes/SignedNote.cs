using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Governance.Transparency.Notes;

/// <summary>One signature line: <c>— name base64(4-byte key id ‖ signature)</c>.</summary>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// What the known keys say about a note. One forged signature of a known key condemns the whole note.
/// </summary>
/// <param name="VerifiedBy">Known keys whose signature holds, in the order of the note.</param>
/// <param name="Forged">The first known key whose signature does not hold.</param>
public sealed record NoteCheck(IReadOnlyList<VerifierKey> VerifiedBy, VerifierKey? Forged)
{
    /// <summary>At least one known key signed it, and none was imitated.</summary>
    public bool IsTrusted => Forged is null && VerifiedBy.Count > 0;
}

/// <summary>A text with signatures below it (c2sp.org/signed-note). The text ends in a newline.</summary>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    // The specification asks for at least 16; more than this is an attempt to make verifiers work.
    private const int MostSignatures = 100;

    // No checkpoint, however often cosigned, is longer.
    private const int LongestNote = 1_000_000;

    private const string LineStart = "\u2014 ";

    /// <summary>Reads a note strictly; unknown signers are kept and ignored by <see cref="Check"/>.</summary>
    public static bool TryParse(string note, out SignedNote? parsed)
    {
        parsed = null;
        if (note.Length > LongestNote || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
            return false;
        if (note.Contains('\uFFFD', StringComparison.Ordinal) || !IsWellFormed(note))
            return false;
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
            return false;
        var lines = note[(split + 2)..].Split('\n')[..^1];
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (signatures.Count == MostSignatures || !TryLine(line, out var signature))
                return false;
            signatures.Add(signature!);
        }
        parsed = new SignedNote(note[..(split + 1)], signatures);
        return signatures.Count > 0;
    }

    /// <summary>A text signed by each signer in turn.</summary>
    public static SignedNote Sign(string text, params IReadOnlyList<INoteSigner> signers) => new(text,
        [.. signers.Select(s => new NoteSignature(s.Key.Name, s.Key.Id, s.Sign(Encoding.UTF8.GetBytes(text))))]);

    /// <summary>Judges the signatures of the keys that the reader knows.</summary>
    public NoteCheck Check(IReadOnlyCollection<VerifierKey> known)
    {
        var verified = new List<VerifierKey>();
        foreach (var signature in Signatures)
        {
            var key = known.FirstOrDefault(k => k.Name == signature.Name && k.Id == signature.KeyId);
            if (key is null || verified.Contains(key))
                continue;
            if (!key.Verify(Text, signature.Bytes.Span))
                return new NoteCheck(verified, key);
            verified.Add(key);
        }
        return new NoteCheck(verified, null);
    }

    /// <summary>The note as it is published.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[sizeof(uint) + signature.Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Bytes.CopyTo(bytes.AsMemory(sizeof(uint)));
            note.Append(CultureInfo.InvariantCulture,
                $"{LineStart}{signature.Name} {Convert.ToBase64String(bytes)}\n");
        }
        return note.ToString();
    }

    private static bool TryLine(string line, out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(LineStart, StringComparison.Ordinal))
            return false;
        var parts = line[LineStart.Length..].Split(' ');
        if (parts.Length != 2 || !VerifierKey.IsName(parts[0]))
            return false;
        var bytes = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], bytes, out var length) || length <= sizeof(uint))
            return false;
        signature = new NoteSignature(
            parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint), length - sizeof(uint)));
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }
        return true;
    }
}
