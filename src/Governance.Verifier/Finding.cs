namespace Governance.Verifier;

/// <summary>The first word of a line of the verifier: stable, for scripts and for people.</summary>
public static class Code
{
    /// <summary>Everything that was looked at is as signed.</summary>
    public const string Ok = "OK";

    /// <summary>The checkpoint cannot be read, or a known key's signature on it is forged.</summary>
    public const string CheckpointInvalid = "CHECKPOINT_INVALID";

    /// <summary>No trusted key signed the checkpoint.</summary>
    public const string KeyUnknown = "KEY_UNKNOWN";

    /// <summary>The checkpoint speaks for another log than the trusted key's.</summary>
    public const string OriginMismatch = "ORIGIN_MISMATCH";

    /// <summary>The leaves, as they are, do not lead to the signed root.</summary>
    public const string RootMismatch = "ROOT_MISMATCH";

    /// <summary>A leaf is not the one that was signed; the tiles still are.</summary>
    public const string LeafMismatch = "LEAF_MISMATCH";

    /// <summary>A tile differs from what the signed leaves give.</summary>
    public const string TileMismatch = "TILE_MISMATCH";

    /// <summary>A file or leaf inside the signed size is absent.</summary>
    public const string Missing = "MISSING";

    /// <summary>The log ends before the signed size, or before an older checkpoint's.</summary>
    public const string Truncated = "TRUNCATED";

    /// <summary>A signed checkpoint tells another history than these leaves.</summary>
    public const string Fork = "FORK";

    /// <summary>A leaf's position is not its place in the tree.</summary>
    public const string SeqGap = "SEQ_GAP";

    /// <summary>A stream's versions are not 1, 2, 3, …</summary>
    public const string StreamGap = "STREAM_GAP";

    /// <summary>A leaf claims an earlier time than the one before it.</summary>
    public const string Backdated = "BACKDATED";

    /// <summary>A payload (or its columns) is not what the leaf committed to.</summary>
    public const string PayloadMismatch = "PAYLOAD_MISMATCH";

    /// <summary>A payload is absent, and no fact says why.</summary>
    public const string PayloadMissing = "PAYLOAD_MISSING";

    /// <summary>Information: a payload was erased, and a fact of the log says so.</summary>
    public const string Redacted = "REDACTED";

    /// <summary>Information: what was not looked at, or on whose word it rests.</summary>
    public const string Note = "NOTE";
}

/// <summary>One thing that the verifier has to say.</summary>
/// <param name="Code">One of <see cref="Verifier.Code"/>.</param>
/// <param name="Index">Index of the first leaf concerned, or null when no leaf is.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record Finding(string Code, long? Index, string Detail)
{
    /// <summary>The position in the log that belongs to the index.</summary>
    public long? Position => Index + 1;

    /// <summary>Whether it speaks against the log.</summary>
    public bool IsFault => Code is not (Verifier.Code.Ok or Verifier.Code.Redacted or Verifier.Code.Note);

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
        var ordered = findings.OrderBy(f => f.IsFault ? 0 : 1).ThenBy(f => f.Index ?? -1).ToList();
        if (!ordered.Any(f => f.IsFault))
            ordered.Insert(0, new Finding(Code.Ok, null, whatIsSound));
        return new Report(size, root, ordered);
    }
}
