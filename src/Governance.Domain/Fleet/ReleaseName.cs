namespace Governance.Domain.Fleet;

/// <summary>A deployment gives a claimed name back.</summary>
public sealed record ReleaseName(string Name, DeploymentId Owner)
{
    /// <summary>Only its owner releases a name; what nobody holds is free already.</summary>
    public Decision<DeploymentEvent> Decide(Deployment named)
    {
        ArgumentNullException.ThrowIfNull(named);
        return named.ClaimedBy switch
        {
            null => Decision.Nothing<DeploymentEvent>(),
            { } by when by != Owner => new NameBelongsToAnother(Name, by),
            _ => Decision.Append<DeploymentEvent>(new DeploymentEvent.NameReleased(Name)),
        };
    }
}
