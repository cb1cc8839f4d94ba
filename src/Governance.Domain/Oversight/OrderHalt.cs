namespace Governance.Domain.Oversight;

/// <summary>
/// Stops a deployment, or only the candidate arm of its rollout. One person is enough; nothing forbids it.
/// </summary>
public sealed record OrderHalt(
    DeploymentId Deployment, string DeploymentName, RolloutId? Rollout, Actor By, string Reason)
{
    /// <summary>Ordered once; the same order again changes nothing.</summary>
    public Decision<HaltEvent> Decide(Halt halt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Status is HaltStatus.None
            ? Decision.Append<HaltEvent>(
                new HaltEvent.HaltOrdered(Deployment, DeploymentName, Rollout, By, Reason, now))
            : Decision.Nothing<HaltEvent>();
    }
}
