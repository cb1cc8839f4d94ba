namespace Governance.Domain.Fleet;

/// <summary>Makes a model version known, so that it can be rolled out.</summary>
public sealed record RegisterVersion(
    ModelVersion Version, string? Digest, PersonId Author, IReadOnlyList<string> ServedNames)
{
    /// <summary>A version's name, digest and author never change: what was approved stays what was approved.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.Status is not DeploymentStatus.Registered)
        {
            return new DeploymentNotRegistered(deployment.Name);
        }

        if (deployment.Find(Version) is { } known)
        {
            return known.Digest == Digest && known.Author == Author
                ? Decision.Nothing<DeploymentEvent>()
                : new VersionTaken(Version);
        }

        return deployment.Versions.Count >= Deployment.VersionsMax
            ? new TooManyVersions()
            : Decision.Append<DeploymentEvent>(
                new DeploymentEvent.VersionRegistered(Version, Digest, Author, ServedNames));
    }
}
