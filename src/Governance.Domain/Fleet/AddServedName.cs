namespace Governance.Domain.Fleet;

/// <summary>A provider reports a registered version under one more name, e.g. a dated one.</summary>
public sealed record AddServedName(ModelVersion Version, string Name)
{
    /// <summary>A name means one version of a deployment, for ever: what was read by it is not read anew.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.Find(Version) is not { } version)
        {
            return new VersionUnknown(Version);
        }

        return deployment.Answering(Name) switch
        {
            { } by when by.Version == Version => Decision.Nothing<DeploymentEvent>(),
            { } other => new ServedNameTaken(Name, other.Version),
            null when version.ServedNames.Count >= Deployment.ServedNamesMax => new TooManyServedNames(),
            null => Decision.Append<DeploymentEvent>(new DeploymentEvent.ServedNameAdded(Version, Name)),
        };
    }
}
