namespace Governance.Domain.Fleet;

/// <summary>Nobody answers for the deployment yet; its name is empty where nothing was ever heard of it.</summary>
public sealed record DeploymentNotRegistered(string Name)
    : Refusal(
        "deployment_not_registered",
        $"{(Name.Length > 0 ? Name : "This deployment")} is not registered; register it with an owner first.");

/// <summary>The version has not been registered on this deployment.</summary>
public sealed record VersionUnknown(ModelVersion Version)
    : Refusal("version_unknown", $"Version {Version} is not registered on this deployment.");

/// <summary>The same version name was registered before with other content.</summary>
public sealed record VersionTaken(ModelVersion Version)
    : Refusal("version_taken", $"Version {Version} is already registered with another digest, lineage or author.");

/// <summary>The deployment has <see cref="Deployment.VersionsMax"/> versions.</summary>
public sealed record TooManyVersions()
    : Refusal("too_many_versions", $"A deployment holds at most {Deployment.VersionsMax} versions.");

/// <summary>The stable version changes by a rollout, because a rollout needs a second person.</summary>
public sealed record StableAlreadySet(ModelVersion Stable)
    : Refusal("stable_already_set", $"{Stable} is the stable version; only a rollout changes it.");

/// <summary>A retired deployment would leave a rollout without anybody who answers for it.</summary>
public sealed record RolloutUnderWay(RolloutId Rollout)
    : Refusal("rollout_under_way", $"Rollout {Rollout} is under way; complete or abort it first.");

/// <summary>The name is another deployment's.</summary>
public sealed record NameBelongsToAnother(string Name, DeploymentId Owner)
    : Refusal("name_belongs_to_another", $"What is sent as {Name} belongs to deployment {Owner}; release it there.");

/// <summary>Somebody answers for the name itself.</summary>
public sealed record NameIsRegistered(string Name)
    : Refusal("name_is_registered", $"{Name} is a registered deployment itself, so it cannot belong to another one.");

/// <summary>The version that another was made from has to be registered before it.</summary>
public sealed record ParentUnknown(ModelVersion Parent)
    : Refusal("parent_unknown", $"The parent version {Parent} is not registered on this deployment.");

/// <summary>A name that spans report means one version only.</summary>
public sealed record ServedNameTaken(string Name, ModelVersion Version)
    : Refusal("served_name_taken", $"{Name} means version {Version} already.");

/// <summary>The version has <see cref="Deployment.ServedNamesMax"/> names.</summary>
public sealed record TooManyServedNames()
    : Refusal("too_many_served_names", $"A version answers to at most {Deployment.ServedNamesMax} other names.");
