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
    : Refusal("version_taken", $"Version {Version} is already registered with another digest or author.");

/// <summary>The deployment has <see cref="Deployment.VersionsMax"/> versions.</summary>
public sealed record TooManyVersions()
    : Refusal("too_many_versions", $"A deployment holds at most {Deployment.VersionsMax} versions.");

/// <summary>The stable version changes by a rollout, because a rollout needs a second person.</summary>
public sealed record StableAlreadySet(ModelVersion Stable)
    : Refusal("stable_already_set", $"{Stable} is the stable version; only a rollout changes it.");
