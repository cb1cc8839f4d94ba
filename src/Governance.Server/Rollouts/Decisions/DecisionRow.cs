namespace Governance.Server.Rollouts.Decisions;

/// <summary>
/// Everything a gateway's question about one deployment is answered from. Replaced whole, never changed.
/// </summary>
internal sealed record DecisionRow
{
    /// <summary>The version for everybody outside the candidate arm; null until one is set.</summary>
    public string? Stable { get; init; }

    /// <summary>The candidate arm while a rollout serves one.</summary>
    public CandidateArm? Arm { get; init; }

    /// <summary>A standing halt of the whole deployment.</summary>
    public string? Halt { get; init; }

    /// <summary>A standing halt of the rollout's candidate arm.</summary>
    public string? ArmHalt { get; init; }

    /// <summary>
    /// Position of the last fact that changed this row: with the bucket it makes an answer repeatable.
    /// </summary>
    public long Position { get; init; }
}

/// <summary>The candidate arm of a running rollout.</summary>
internal sealed record CandidateArm(string Rollout, string Candidate, string Salt, double Percent);

/// <summary>What a gateway is told.</summary>
/// <param name="Value">A version, or <see cref="Halted"/>.</param>
/// <param name="Variant"><c>stable</c>, <c>candidate</c> or <c>halted</c>.</param>
/// <param name="Reason">OFREP's reason: STATIC, SPLIT, DISABLED, or DEFAULT on dead knowledge.</param>
/// <param name="Rollout">The rollout that was weighed; null outside one.</param>
/// <param name="Weight">Its candidate share in percent.</param>
/// <param name="Halt">The halt that stands.</param>
/// <param name="Bucket">The person's bucket; null where no arm was weighed.</param>
/// <param name="Position">The log position up to which this answer's knowledge was last changed.</param>
internal readonly record struct Answer(
    string Value,
    string Variant,
    string Reason,
    string? Rollout,
    double? Weight,
    string? Halt,
    int? Bucket,
    long Position)
{
    /// <summary>Serve nothing.</summary>
    internal const string Halted = "halted";
}
