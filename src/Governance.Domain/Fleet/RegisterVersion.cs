namespace Governance.Domain.Fleet;

/// <summary>Makes a model version known, so that it can be rolled out.</summary>
public sealed record RegisterVersion(
    ModelVersion Version, string? Digest, PersonId Author, IReadOnlyList<string> ServedNames)
{
    /// <inheritdoc cref="DeploymentEvent.VersionRegistered.Parent"/>
    public ModelVersion? Parent { get; init; }

    /// <inheritdoc cref="DeploymentEvent.VersionRegistered.Family"/>
    public string? Family { get; init; }

    /// <summary>
    /// A version's name, digest, lineage and author never change: what was approved stays what was approved.
    /// </summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.Status is not DeploymentStatus.Registered)
        {
            return new DeploymentNotRegistered(deployment.Name);
        }

        if (deployment.Find(Version) is { } known)
        {
            return IsSame(known) ? Decision.Nothing<DeploymentEvent>() : new VersionTaken(Version);
        }

        return Fault(deployment) is { } fault
            ? fault
            : Decision.Append<DeploymentEvent>(
                new DeploymentEvent.VersionRegistered(Version, Digest, Author, ServedNames)
                {
                    Parent = Parent,
                    Family = Family,
                });
    }

    private bool IsSame(RegisteredVersion known) =>
        (known.Digest, known.Author, known.Parent, known.Family) == (Digest, Author, Parent, Family);

    private Refusal? Fault(Deployment deployment)
    {
        if (deployment.Versions.Count >= Deployment.VersionsMax)
        {
            return new TooManyVersions();
        }

        if (Parent is { } parent && deployment.Find(parent) is null)
        {
            return new ParentUnknown(parent);
        }

        return ServedNames.Prepend(Version.Value)
            .Select(name => deployment.Answering(name) is { } other ? new ServedNameTaken(name, other.Version) : null)
            .FirstOrDefault(taken => taken is not null);
    }
}
