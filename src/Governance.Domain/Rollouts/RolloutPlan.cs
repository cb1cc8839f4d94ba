namespace Governance.Domain.Rollouts;

/// <summary>One step of a rollout and what must be true before the next.</summary>
/// <param name="Percent">Share of people in the candidate arm, above 0, at most 100; thousandths of a percent
/// count.</param>
/// <param name="SoakSeconds">Least time in this stage.</param>
/// <param name="MinObservations">Least number of observations of the candidate in this stage.</param>
public sealed record Stage(double Percent, int SoakSeconds, int MinObservations);

/// <summary>Who takes the next step when a stage has its evidence.</summary>
public enum AdvanceMode
{
    /// <summary>A person.</summary>
    Manual,

    /// <summary>The soak timer, if the evidence is there; without it the rollout is held.</summary>
    Automatic,
}

/// <summary>
/// What a second person approves, whole: the plan's digest is SHA-256 over RFC 8785 JSON of exactly this record.
/// </summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="DeploymentName">Its name and flag key.</param>
/// <param name="Stable">The version everybody else keeps, and the one a rollback returns to.</param>
/// <param name="Candidate">The version being rolled out.</param>
/// <param name="CandidateDigest">The artefact that was approved; null when the supplier gives none.</param>
/// <param name="Stages">Rising, the last one 100 %. Bounded by <see cref="StagesMax"/>.</param>
/// <param name="Salt">Decides who is in the candidate arm; fixed for the rollout and the same when it is tried
/// again.</param>
/// <param name="Advance">Who takes the next step.</param>
public sealed record RolloutPlan(
    DeploymentId Deployment,
    string DeploymentName,
    ModelVersion Stable,
    ModelVersion Candidate,
    string? CandidateDigest,
    IReadOnlyList<Stage> Stages,
    string Salt,
    AdvanceMode Advance)
{
    /// <summary>A plan that a person can read and approve as a whole.</summary>
    public const int StagesMax = 20;

    /// <summary>A week and a day: a stage that soaks longer is a deployment of its own.</summary>
    public const int SoakSecondsMax = 8 * 24 * 3600;

    /// <summary>The rule that the stages break, in a sentence, or null.</summary>
    public string? Fault => Stages switch
    {
        { Count: 0 or > StagesMax } => $"A plan has 1 to {StagesMax} stages.",
        _ when Stages.Any(s => s.Percent is not (> 0 and <= 100)) => "A stage gives more than 0 % and at most 100 %.",
        _ when Stages.Any(s => s.SoakSeconds is < 0 or > SoakSecondsMax) =>
            $"A stage soaks 0 to {SoakSecondsMax} seconds.",
        _ when Stages.Any(s => s.MinObservations < 1) => "A stage needs at least one observation of the candidate.",
        _ when Stages.Zip(Stages.Skip(1)).Any(pair => pair.Second.Percent <= pair.First.Percent) =>
            "Each stage gives more than the one before.",
        _ when Stages[^1].Percent < 100 => "The last stage gives 100 %.",
        _ => null,
    };
}
