using Governance.Domain.Rollouts;

namespace Governance.Domain.Oversight;

/// <summary>What the watch on the telemetry saw of a halt.</summary>
/// <param name="Observed">True only when every sender that served was seen alive after the order and began
/// nothing.</param>
/// <param name="Finding">Why not, when not observed.</param>
/// <param name="Instance">A sender that kept serving, or that fell silent.</param>
/// <param name="ActivityAfter">What it began after its acknowledgement, or after the order if it gave none.</param>
/// <param name="LastSeen">Start of the last thing served; null when nothing was.</param>
public sealed record RecordHaltEffect(
    bool Observed, EffectFinding Finding, string? Instance, long ActivityAfter, DateTimeOffset? LastSeen)
{
    /// <summary>Recorded once each; an effect that comes after the deadline is still recorded.</summary>
    public Decision<HaltEvent> Decide(Halt halt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(halt);
        if (!halt.Stands || halt.Order is not { } order || halt.Effect is HaltEffect.Observed)
        {
            return Decision.Nothing<HaltEvent>();
        }

        if (Observed)
        {
            var elapsed = Math.Max(0, (long)((LastSeen ?? order.At) - order.At).TotalMilliseconds);
            return Decision.Append<HaltEvent>(new HaltEvent.HaltEffectObserved(elapsed, now));
        }

        return halt.Effect is HaltEffect.NotObserved
            ? Decision.Nothing<HaltEvent>()
            : Decision.Append<HaltEvent>(new HaltEvent.HaltEffectNotObserved(
                order.Deployment, order.DeploymentName, Finding, Instance, ActivityAfter, LastSeen, now));
    }
}
