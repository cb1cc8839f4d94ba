using System.Diagnostics;

namespace Governance.Domain.Fleet;

/// <summary>How much is known about a deployment.</summary>
public enum DeploymentStatus
{
    /// <summary>Nothing has been heard of it.</summary>
    Unknown,

    /// <summary>It streams, but nobody has registered it.</summary>
    Unregistered,

    /// <summary>Somebody answers for it.</summary>
    Registered,

    /// <summary>Somebody answered for it, and it is over.</summary>
    Retired,

    /// <summary>Only a name under which another deployment sends.</summary>
    Claimed,
}

/// <summary>A version that may be rolled out; see <see cref="DeploymentEvent.VersionRegistered"/>.</summary>
public sealed record RegisteredVersion(
    ModelVersion Version, string? Digest, PersonId Author, IReadOnlyList<string> ServedNames)
{
    /// <summary>The registered version that it was made from.</summary>
    public ModelVersion? Parent { get; init; }

    /// <summary>The lineage that its supplier declares.</summary>
    public string? Family { get; init; }

    /// <summary>True when a span that says <paramref name="name"/> speaks of this version.</summary>
    public bool AnswersTo(string name) => Version.Value == name || ServedNames.Contains(name);
}

/// <summary>A standing reason not to advance; see <see cref="DeploymentEvent.Restricted"/>.</summary>
public sealed record Restriction(RestrictionCause Cause, string CauseId, ModelVersion? Version)
{
    /// <summary>True when this forbids giving <paramref name="version"/> more traffic.</summary>
    public bool Forbids(ModelVersion version) => Version is null || Version == version;
}

/// <summary>One deployed model: its versions, its stable version and what restricts it.</summary>
public sealed record Deployment
{
    /// <summary>More versions than this belong to another deployment; it bounds what every fold carries.</summary>
    public const int VersionsMax = 1_000;

    /// <summary>Other names under which one version may be reported.</summary>
    public const int ServedNamesMax = 16;

    /// <summary>Nothing has happened yet.</summary>
    public static Deployment Initial { get; } = new();

    /// <summary>How much is known.</summary>
    public DeploymentStatus Status { get; private init; }

    /// <summary>The sender's name for it, which is also its flag key.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Where it serves, e.g. production.</summary>
    public string Environment { get; private init; } = "";

    /// <summary>What was said when it was registered last; null while nobody has.</summary>
    public DeploymentEvent.Registered? Registration { get; private init; }

    /// <summary>Team or role that answers for it; null while unregistered.</summary>
    public string? Owner => Registration?.Owner;

    /// <summary>The deployment that this name belongs to, while it is <see cref="DeploymentStatus.Claimed"/>.</summary>
    public DeploymentId? ClaimedBy { get; private init; }

    /// <summary>What everybody gets outside a candidate arm; null until one is set.</summary>
    public ModelVersion? Stable { get; private init; }

    /// <summary>The one rollout that is under way.</summary>
    public RolloutId? OpenRollout { get; private init; }

    /// <summary>The rollout that was planned last, open or ended: the one that an incident may be about.</summary>
    public RolloutId? LatestRollout { get; private init; }

    /// <summary>Bounded by <see cref="VersionsMax"/>; in order of registration.</summary>
    public IReadOnlyList<RegisteredVersion> Versions { get; private init; } = [];

    /// <summary>Everything that forbids an advance. Bounded by the incidents and halts open at one time.</summary>
    public IReadOnlyList<Restriction> Restrictions { get; private init; } = [];

    /// <summary>The version of that name, or null.</summary>
    public RegisteredVersion? Find(ModelVersion version) => Versions.FirstOrDefault(v => v.Version == version);

    /// <summary>The version that spans mean by this name, or null when none answers to it.</summary>
    public RegisteredVersion? Answering(string name) => Versions.FirstOrDefault(v => v.AnswersTo(name));

    /// <summary>The first standing reason against giving <paramref name="version"/> more traffic, or null.</summary>
    public Restriction? Against(ModelVersion version) => Restrictions.FirstOrDefault(r => r.Forbids(version));

    /// <summary>Folds one fact.</summary>
    public static Deployment Evolve(Deployment state, DeploymentEvent fact) => fact switch
    {
        DeploymentEvent.Observed e => state.Status is DeploymentStatus.Unknown
            ? state with { Status = DeploymentStatus.Unregistered, Name = e.Name, Environment = e.Environment }
            : state,
        DeploymentEvent.Registered e => state with
        {
            Status = DeploymentStatus.Registered,
            Name = e.Name,
            Environment = e.Environment,
            Registration = e,
        },
        DeploymentEvent.Retired => state with { Status = DeploymentStatus.Retired },
        DeploymentEvent.NameClaimed e => state with
        {
            Status = DeploymentStatus.Claimed,
            Name = e.Name,
            ClaimedBy = e.Owner,
        },
        DeploymentEvent.NameReleased => state with { Status = DeploymentStatus.Unregistered, ClaimedBy = null },
        DeploymentEvent.VersionRegistered e => state with
        {
            Versions =
            [
                .. state.Versions,
                new(e.Version, e.Digest, e.Author, e.ServedNames) { Parent = e.Parent, Family = e.Family },
            ],
        },
        DeploymentEvent.ServedNameAdded e => state with
        {
            Versions =
            [
                .. state.Versions.Select(v => v.Version == e.Version
                    ? v with { ServedNames = [.. v.ServedNames, e.Name] }
                    : v),
            ],
        },
        DeploymentEvent.StableVersionSet e => state with { Stable = e.Version },
        DeploymentEvent.RolloutOpened e => state with { OpenRollout = e.Rollout, LatestRollout = e.Rollout },
        DeploymentEvent.RolloutClosed e => state.OpenRollout == e.Rollout ? state with { OpenRollout = null } : state,
        DeploymentEvent.Restricted e => state with
        {
            Restrictions = [.. state.Without(e.Cause, e.CauseId), new(e.Cause, e.CauseId, e.Version)],
        },
        DeploymentEvent.Released e => state with { Restrictions = [.. state.Without(e.Cause, e.CauseId)] },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };

    private IEnumerable<Restriction> Without(RestrictionCause cause, string id) =>
        Restrictions.Where(r => r.Cause != cause || r.CauseId != id);
}
