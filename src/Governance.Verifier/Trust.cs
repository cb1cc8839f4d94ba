using Governance.Transparency;
using Governance.Transparency.Notes;

namespace Governance.Verifier;

/// <summary>The keys that the reader believes, and where they came from.</summary>
/// <param name="Keys">Log and witness keys.</param>
/// <param name="FromTheLogItself">True when they lay beside the log that they are to vouch for.</param>
public sealed record Trust(IReadOnlyList<VerifierKey> Keys, bool FromTheLogItself = false)
{
    /// <summary>Reads one verifier key a line; empty lines and lines starting with # are skipped.</summary>
    /// <exception cref="FormatException">A line is no key.</exception>
    public static Trust Parse(string text, bool fromTheLogItself = false)
    {
        var keys = new List<VerifierKey>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
                continue;
            keys.Add(VerifierKey.TryParse(line, out var key) ? key! : throw new FormatException($"No key: {line}"));
        }
        return keys.Count > 0
            ? new Trust(keys, fromTheLogItself)
            : throw new FormatException("The trust file is empty.");
    }

    /// <summary>Reads a signed checkpoint; what is wrong with it goes into <paramref name="findings"/>.</summary>
    public Checkpoint? Open(string? text, string name, ICollection<Finding> findings)
    {
        if (text is null)
        {
            findings.Add(new Finding(Code.Missing, null, $"{name} is absent."));
            return null;
        }
        if (!SignedNote.TryParse(text, out var note) || !Checkpoint.TryParse(note!.Text, out var checkpoint))
        {
            findings.Add(new Finding(Code.CheckpointInvalid, null, $"{name} is no signed checkpoint."));
            return null;
        }
        var check = note.Check(Keys);
        if (check.Forged is { } forged)
            findings.Add(new Finding(Code.CheckpointInvalid, null, $"{name}: a signature of {forged.Name} is forged."));
        else if (!check.VerifiedBy.Any(key => key.Algorithm == KeyAlgorithm.Ed25519))
            findings.Add(new Finding(Code.KeyUnknown, null, $"{name}: no trusted log key signed it."));
        else if (check.VerifiedBy.All(key => key.Name != checkpoint!.Origin))
            findings.Add(new Finding(Code.OriginMismatch, null, $"{name} speaks for {checkpoint!.Origin}."));
        return checkpoint;
    }
}
