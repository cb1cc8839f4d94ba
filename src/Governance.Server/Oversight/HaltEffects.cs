using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Messaging.Timers;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>What joins a halt's facts in their own commit: the deployment's restriction and the deadline.</summary>
internal static class HaltEffects
{
    /// <summary>Timer at which a halt's effect must have been seen; its key is the halt's id.</summary>
    internal const string EffectTimer = "halt-effect";

    internal static Effects Of(
        HaltId id, Halt after, IReadOnlyList<HaltEvent> facts, OversightSettings settings) => facts switch
    {
        [HaltEvent.HaltOrdered ordered] => new Effects
        {
            Also = [Tell(after, new DeploymentEvent.Restricted(RestrictionCause.Halt, id.Value, null))],
            Arm = [new TimerToArm(EffectTimer, id.Value, ordered.At + settings.HaltEffect)],
        },
        [HaltEvent.ReenableApproved] => new Effects
        {
            Also = [Tell(after, new DeploymentEvent.Released(RestrictionCause.Halt, id.Value))],
            Cancel = [new TimerKey(EffectTimer, id.Value)],
        },
        [HaltEvent.HaltEffectObserved] => new Effects { Cancel = [new TimerKey(EffectTimer, id.Value)] },
        _ => Effects.None,
    };

    private static FactsTo Tell(Halt halt, DeploymentEvent fact) =>
        FactsTo.Any(FleetStreams.Deployment, halt.Order!.Deployment.Value, fact);
}
