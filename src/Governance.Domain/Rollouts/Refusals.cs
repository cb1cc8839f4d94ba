using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>The act does not fit where the rollout stands.</summary>
public sealed record RolloutNotInState(RolloutStatus Status, string Act)
    : Refusal("rollout_not_in_state", $"A rollout that is {Status.ToString().ToLowerInvariant()} cannot be {Act}.");

/// <summary>The plan's stages break a rule.</summary>
public sealed record PlanNotValid(string Fault) : Refusal("plan_not_valid", Fault);

/// <summary>Nothing to return to: the deployment has no stable version.</summary>
public sealed record StableVersionMissing()
    : Refusal("stable_version_missing", "Set the deployment's stable version first: a rollback needs a way back.");

/// <summary>The candidate already serves everybody.</summary>
public sealed record CandidateIsStable(ModelVersion Version)
    : Refusal("candidate_is_stable", $"{Version} is already the stable version.");

/// <summary>One rollout at a time.</summary>
public sealed record RolloutOpen(RolloutId Rollout)
    : Refusal("rollout_open", $"Rollout {Rollout} of this deployment has not ended.");

/// <summary>Four eyes: the plan's author never approves it.</summary>
public sealed record ApproverIsRequester()
    : Refusal("approver_is_requester", "You planned this rollout; a second person must approve it.");

/// <summary>Four eyes: who made the version never approves its rollout.</summary>
public sealed record ApproverIsAuthor()
    : Refusal("approver_is_author", "You registered this version; a second person must approve its rollout.");

/// <summary>The approval names another plan than the one that lies open.</summary>
public sealed record PlanChanged(string PlanDigest)
    : Refusal("plan_changed", $"The plan's digest is {PlanDigest}; read that plan and approve it.");

/// <summary>Something open forbids giving the candidate more traffic.</summary>
public sealed record DeploymentRestricted(RestrictionCause Cause, string CauseId)
    : Refusal(
        "deployment_restricted",
        Cause is RestrictionCause.Clock
            ? $"A report to an authority is owed for incident {CauseId}; that forbids it."
            : $"An open {Cause.ToString().ToLowerInvariant()} ({CauseId}) forbids it.");

/// <summary>The stage has not lasted long enough.</summary>
public sealed record SoakNotElapsed(DateTimeOffset Ends)
    : Refusal("soak_not_elapsed", $"This stage soaks until {Ends:yyyy-MM-dd HH:mm:ss} UTC.");

/// <summary>The candidate was not seen often enough in this stage; null is "not measured", never 0.</summary>
public sealed record EvidenceMissing(long? Observations, int MinObservations)
    : Refusal(
        "evidence_missing",
        Observations is { } n
            ? $"{n} of at least {MinObservations} observations of the candidate in this stage."
            : $"The candidate was not measured in this stage; at least {MinObservations} observations are needed.");

/// <summary>A hold that only a person releases.</summary>
public sealed record RolloutHeld(HoldCause Cause, string CauseId)
    : Refusal("rollout_held", $"Held by {Cause.ToString().ToLowerInvariant()} ({CauseId}); release the hold first.");

/// <summary>Another version has become stable since, so this rollback would undo something else.</summary>
public sealed record RolloutSuperseded(ModelVersion? Stable)
    : Refusal("rollout_superseded", $"{Stable} is the stable version now; roll back the rollout that brought it.");
