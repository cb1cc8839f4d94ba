using Governance.Domain.Intake;
using Governance.Domain.Oversight;
using Governance.Messaging.Handling;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Oversight;

/// <summary>A sender says that it has stopped; the message's key is the halt's id.</summary>
internal sealed record AcknowledgeHalt(string Instance, int? InFlight, DateTimeOffset StoppedAt);

/// <summary>Finds senders' acknowledgements of halts among what they stream.</summary>
[MayEmit(typeof(AcknowledgeHalt))]
internal static class HaltAcknowledgementsHandler
{
    public static async Task<IReadOnlyList<Tell>> HandleAsync(
        BehaviourEvent.SegmentRecorded segment, Fact fact, SegmentReader segments, CancellationToken ct)
    {
        if (!segment.Kinds.ContainsKey("haltAcknowledged"))
        {
            return [];
        }

        var observations = await segments.ReadAsync(fact.Position, ct);
        return
        [
            .. observations
                .Where(said => said is { Kind: ObservationKind.HaltAcknowledged, HaltId.Length: > 0 })
                .Select(said => new Tell(
                    new AcknowledgeHalt(
                        said.Instance ?? EffectWatch.UnstatedInstance, (int?)said.InFlight, said.StartedAt),
                    said.HaltId!)),
        ];
    }
}

/// <summary>Writes a sender's acknowledgement of a halt beside the order, where everybody looks for it.</summary>
[MayEmit(typeof(HaltEvent.HaltAcknowledged))]
internal static class AcknowledgeHaltHandler
{
    public static Domain.Decision<HaltEvent> Handle(AcknowledgeHalt said, Halt halt) =>
        new RecordHaltAcknowledgement(said.Instance, said.InFlight, said.StoppedAt).Decide(halt);
}
