namespace Governance.Domain.Fleet;

/// <summary>
/// What is sent under a name belongs to a registered deployment. Decided on the stream of the name itself, so a name
/// has one owner for the same reason that a deployment has one stream.
/// </summary>
/// <param name="Name">As a sender's resource gives it: <c>namespace/service@environment</c>.</param>
/// <param name="Owner">The deployment that claims it.</param>
/// <param name="OwnerName">Its name.</param>
public sealed record ClaimName(string Name, DeploymentId Owner, string OwnerName)
{
    /// <summary>Only a registered deployment claims, and only what is neither registered nor claimed.</summary>
    /// <param name="named">What is known under the name.</param>
    /// <param name="owner">The deployment that claims it.</param>
    public Decision<DeploymentEvent> Decide(Deployment named, Deployment owner)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(owner);
        return named switch
        {
            _ when owner.Status is not DeploymentStatus.Registered => new DeploymentNotRegistered(OwnerName),
            { Status: DeploymentStatus.Registered or DeploymentStatus.Retired } => new NameIsRegistered(Name),
            { ClaimedBy: { } by } when by == Owner => Decision.Nothing<DeploymentEvent>(),
            { ClaimedBy: { } by } => new NameBelongsToAnother(Name, by),
            _ => Decision.Append<DeploymentEvent>(new DeploymentEvent.NameClaimed(Name, Owner, OwnerName)),
        };
    }
}
