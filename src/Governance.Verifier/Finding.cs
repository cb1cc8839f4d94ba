using Governance.Transparency;

namespace Governance.Verifier;

/// <summary>One thing that the verifier has to say.</summary>
/// <param name="Code">One of <see cref="Transparency.Code"/>.</param>
/// <param name="Index">Index of the first leaf concerned, or null when no leaf is.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record Finding(string Code, long? Index, string Detail)
{
    /// <summary>The position in the log that belongs to the index.</summary>
    public long? Position => Index + 1;

    /// <summary>Whether it speaks against the log.</summary>
    public bool IsFault => Code is not (Transparency.Code.Ok or Transparency.Code.Redacted or Transparency.Code.Note);

    /// <inheritdoc/>
    public override string ToString() =>
        Index is null ? $"{Code} {Detail}" : $"{Code} index {Index} position {Position}: {Detail}";
}

/// <summary>
/// What came of a check. The first finding is the first bad leaf; none is better than <see cref="Code.Ok"/>.
/// </summary>
/// <param name="Size">Leaves covered by the checkpoint, or 0 if it could not be read.</param>
/// <param name="Root">The signed root in base64, or null.</param>
/// <param name="Findings">Faults in order of position, then information.</param>
public sealed record Report(long Size, string? Root, IReadOnlyList<Finding> Findings)
{
    /// <summary>Nothing speaks against the log.</summary>
    public bool IsOk => !Findings.Any(f => f.IsFault);

    /// <summary>The first fault, or null.</summary>
    public Finding? First => Findings.FirstOrDefault(f => f.IsFault);

    /// <summary>Faults first, by position; a sound log gets its OK line on top.</summary>
    public static Report Of(long size, string? root, IEnumerable<Finding> findings, string whatIsSound)
    {
        var ordered = findings.OrderBy(f => f.IsFault ? 0 : 1).ThenBy(Place).ThenBy(Rank).ToList();
        if (!ordered.Any(f => f.IsFault))
            ordered.Insert(0, new Finding(Code.Ok, null, whatIsSound));
        return new Report(size, root, ordered);
    }

    // What is wrong with the checkpoint concerns every leaf; a foreign file or a wrong manifest concerns none.
    private static long Place(Finding finding) => finding.Index
        ?? (finding.Code is Code.Unexpected or Code.ManifestMismatch ? long.MaxValue : -1);

    // Of all that follows from one altered leaf, the cause comes first.
    private static int Rank(Finding finding) => finding.Code switch
    {
        Code.LeafMismatch => 0,
        Code.Unexpected => 2,
        _ => 1,
    };
}
