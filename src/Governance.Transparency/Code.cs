namespace Governance.Transparency;

/// <summary>
/// What can be wrong with a log, in words that stay: first of a line of the verifier, and in the log's own facts.
/// </summary>
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

    /// <summary>Something lies in the log that no signature covers: a second line, a foreign key, a file.</summary>
    public const string Unexpected = "UNEXPECTED";

    /// <summary>The manifest cannot be read, or tells of another log than the checkpoint.</summary>
    public const string ManifestMismatch = "MANIFEST_MISMATCH";

    /// <summary>Information: a payload was erased, and a fact of the log says so.</summary>
    public const string Redacted = "REDACTED";

    /// <summary>Information: what was not looked at, or on whose word it rests.</summary>
    public const string Note = "NOTE";
}
