using Governance.Domain.Intake;
using Governance.Domain.Oversight;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;

namespace Governance.Server.Oversight;

/// <summary>Writes a sender's acknowledgement of a halt beside the order, where everybody looks for it.</summary>
internal sealed class HaltAcknowledgements(SegmentReader segments) : IReaction
{
    public string Name => "HaltAcknowledgements";

    public IReadOnlyList<Type> ListensTo { get; } = [typeof(BehaviourEvent.SegmentRecorded)];

    public IReadOnlyList<Type> MayEmit { get; } = [typeof(HaltEvent.HaltAcknowledged)];

    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        if (fact.Event is not BehaviourEvent.SegmentRecorded segment || !segment.Kinds.ContainsKey("haltAcknowledged"))
        {
            return;
        }

        var observations = await segments.ReadAsync(fact.Position, context.Stopping);
        foreach (var said in observations.Where(o => o.Kind is ObservationKind.HaltAcknowledged))
        {
            if (said.HaltId is { Length: > 0 } halt)
            {
                var record = new RecordHaltAcknowledgement(
                    said.Instance ?? EffectWatch.UnstatedInstance, (int?)said.InFlight, said.StartedAt);
                await context.TransactAsync(OversightStreams.Halt, halt, (state, _) => record.Decide(state));
            }
        }
    }
}
