namespace Governance.Domain.Rollouts;

/// <summary>
/// What was seen of both arms in one stage, counted from the log up to <paramref name="AsOfPosition"/>.
/// </summary>
/// <param name="CandidateObservations">Observations of the candidate that began in this stage; null: not
/// measured.</param>
/// <param name="StableObservations">Observations of the stable version in the same time; null: not measured.</param>
/// <param name="AsOfPosition">The log position the count includes.</param>
public sealed record StageEvidence(long? CandidateObservations, long? StableObservations, long AsOfPosition)
{
    /// <summary>True when the candidate was seen often enough. What was not measured never suffices.</summary>
    public bool Suffices(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return CandidateObservations >= stage.MinObservations;
    }
}

/// <summary>Why a rollout does not go on.</summary>
public enum HoldCause
{
    /// <summary>An incident on the candidate, or on the deployment with no version named.</summary>
    Incident,

    /// <summary>The soak ended without enough observations of the candidate.</summary>
    NoData,

    /// <summary>The deployment is restricted.</summary>
    Restricted,

    /// <summary>A person wants to look first.</summary>
    Manual,
}

/// <summary>Why everybody returns to the stable version.</summary>
public enum RollbackCause
{
    /// <summary>An incident on the candidate, critical or high.</summary>
    Incident,

    /// <summary>A person ordered it.</summary>
    Manual,
}

/// <summary>Why an order's effect was not observed in time.</summary>
public enum EffectFinding
{
    /// <summary>Traffic that should have ended went on.</summary>
    StillServing,

    /// <summary>No sender that could have shown the effect was seen alive: silence is not success.</summary>
    Unknown,
}
