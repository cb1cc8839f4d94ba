using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Oversight;

/// <summary>What joins a halt's facts in their own commit: the deployment's restriction and the deadline.</summary>
internal static class HaltEffects
{
    internal static Effects Of(
        HaltId id, Halt after, IReadOnlyList<HaltEvent> facts, OversightSettings settings) => facts switch
    {
        [HaltEvent.HaltOrdered ordered] => new Effects
        {
            Also = [Tell(after, new DeploymentEvent.Restricted(RestrictionCause.Halt, id.Value, null))],
            Arm =
            [
                Scheduled.At(
                    new HaltEffectHandler.HaltEffect(), id.Value, ordered.At + settings.HaltEffect),
            ],
        },
        [HaltEvent.ReenableApproved] => new Effects
        {
            Also = [Tell(after, new DeploymentEvent.Released(RestrictionCause.Halt, id.Value))],
            Cancel = [Scheduled.Of<HaltEffectHandler.HaltEffect>(id.Value)],
        },
        [HaltEvent.HaltEffectObserved] =>
            new Effects { Cancel = [Scheduled.Of<HaltEffectHandler.HaltEffect>(id.Value)] },
        _ => Effects.None,
    };

    private static FactsTo Tell(Halt halt, DeploymentEvent fact) =>
        FactsTo.Any(FleetStreams.Deployment, halt.Order!.Deployment.Value, fact);
}
