namespace Governance.Domain.Fleet;

/// <summary>
/// Every fact of one deployed model, stream <c>deployment-{id}</c>. Kept short on purpose: what the model does lies in
/// behaviour streams, and every act that widens its reach guards this stream.
/// </summary>
public abstract record DeploymentEvent
{
    private DeploymentEvent()
    {
    }

    /// <summary>Telemetry arrived under a name that nobody has registered. It is visible from then on.</summary>
    public sealed record Observed(string Name, string Environment, string? Service) : DeploymentEvent;

    /// <summary>
    /// Somebody answers for it now. <paramref name="Owner"/> is a team or role, never a person's name.
    /// </summary>
    public sealed record Registered(string Name, string Environment, string Owner) : DeploymentEvent
    {
        /// <summary>Whom it reaches; null: nobody has said.</summary>
        public DeploymentTier? Tier { get; init; }

        /// <summary>What it is for, one sentence; null: nobody has said.</summary>
        public string? Purpose { get; init; }

        /// <summary>
        /// Something is to be heard of it at least this often; null: its silence says nothing.
        /// </summary>
        public int? HeartbeatSeconds { get; init; }
    }

    /// <summary>Nobody answers for it any more: it is expected to be silent, and nothing is rolled out on it.</summary>
    public sealed record Retired(Actor By, string Reason) : DeploymentEvent;

    /// <summary>
    /// What is sent under this name belongs to another deployment from now on; what was recorded before stays here.
    /// </summary>
    /// <param name="Name">This name, as a sender's resource gives it.</param>
    /// <param name="Owner">The registered deployment.</param>
    /// <param name="OwnerName">Its name.</param>
    public sealed record NameClaimed(string Name, DeploymentId Owner, string OwnerName) : DeploymentEvent;

    /// <summary>What is sent under this name stands for itself again.</summary>
    public sealed record NameReleased(string Name) : DeploymentEvent;

    /// <summary>A version that may be rolled out.</summary>
    /// <param name="Version">What gateways are told to serve.</param>
    /// <param name="Digest">The artefact's digest, e.g. <c>sha256:…</c>; null when the supplier gives none.</param>
    /// <param name="Author">Who made or registered it; never approves a rollout of it.</param>
    /// <param name="ServedNames">Other names under which spans may report this version.</param>
    public sealed record VersionRegistered(
        ModelVersion Version, string? Digest, PersonId Author, IReadOnlyList<string> ServedNames) : DeploymentEvent
    {
        /// <summary>The registered version that it was made from; null: none on this deployment.</summary>
        public ModelVersion? Parent { get; init; }

        /// <summary>The lineage that its supplier declares, e.g. <c>acme-chat</c>; null: nobody has said.</summary>
        public string? Family { get; init; }
    }

    /// <summary>Spans may report a registered version under one more name.</summary>
    public sealed record ServedNameAdded(ModelVersion Version, string Name) : DeploymentEvent;

    /// <summary>What everybody gets who is not in a rollout's candidate arm.</summary>
    public sealed record StableVersionSet(ModelVersion Version, Actor By) : DeploymentEvent;

    /// <summary>A rollout has been planned: until it ends no other one may be.</summary>
    public sealed record RolloutOpened(RolloutId Rollout) : DeploymentEvent;

    /// <summary>The rollout completed, was declined, was aborted or was rolled back.</summary>
    public sealed record RolloutClosed(RolloutId Rollout) : DeploymentEvent;

    /// <summary>
    /// Nothing advances here while this stands, or only not to <paramref name="Version"/> when one is named.
    /// </summary>
    /// <param name="Cause">What kind of thing forbids it.</param>
    /// <param name="CauseId">The incident, halt or breaker, e.g. <c>incident-…</c>'s opaque id.</param>
    /// <param name="Version">The only version that is restricted; null for the whole deployment.</param>
    public sealed record Restricted(RestrictionCause Cause, string CauseId, ModelVersion? Version) : DeploymentEvent;

    /// <summary>That cause forbids nothing any more; other causes stand.</summary>
    public sealed record Released(RestrictionCause Cause, string CauseId) : DeploymentEvent;
}

/// <summary>What can forbid an advance.</summary>
public enum RestrictionCause
{
    /// <summary>An open incident.</summary>
    Incident,

    /// <summary>An order to stop serving.</summary>
    Halt,

    /// <summary>A report to an authority that is owed.</summary>
    Clock,
}
