namespace Governance.Domain.Fleet;

/// <summary>
/// Somebody takes responsibility for a deployment, seen before in telemetry or not, retired before or not.
/// </summary>
public sealed record RegisterDeployment(string Name, string Environment, string Owner)
{
    /// <inheritdoc cref="DeploymentEvent.Registered.Tier"/>
    public DeploymentTier? Tier { get; init; }

    /// <inheritdoc cref="DeploymentEvent.Registered.Purpose"/>
    public string? Purpose { get; init; }

    /// <inheritdoc cref="DeploymentEvent.Registered.HeartbeatSeconds"/>
    public int? HeartbeatSeconds { get; init; }

    /// <summary>Registering again says everything anew; the same wish twice writes nothing.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.ClaimedBy is { } owner)
        {
            return new NameBelongsToAnother(Name, owner);
        }

        var wish = new DeploymentEvent.Registered(Name, Environment, Owner)
        {
            Tier = Tier,
            Purpose = Purpose,
            HeartbeatSeconds = HeartbeatSeconds,
        };
        return deployment.Status is DeploymentStatus.Registered && deployment.Registration == wish
            ? Decision.Nothing<DeploymentEvent>()
            : Decision.Append<DeploymentEvent>(wish);
    }
}
