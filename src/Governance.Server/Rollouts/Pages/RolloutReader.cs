using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Server.Access.Accounts;
using Governance.Server.Fleet;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts.Pages;

/// <summary>Reads a rollout's page from its stream and from live traffic.</summary>
internal sealed class RolloutReader(EventStore store, TrafficBoard traffic, People people)
{
    /// <summary>How much of the past the traffic chart of a running rollout shows.</summary>
    private static readonly TimeSpan s_shown = TimeSpan.FromMinutes(30);

    /// <summary>The page as <paramref name="reader"/> sees it; null when there is no such rollout.</summary>
    internal async Task<RolloutView?> ReadAsync(
        RolloutId id, Actor reader, DateTimeOffset now, CancellationToken ct)
    {
        var stream = await store.FetchStreamAsync(RolloutStreams.Rollout.IdOf(id.Value), ct: ct);
        var facts = stream.Select(EventTypes.Decode).ToList();
        var state = facts.Select(fact => fact.Event).OfType<RolloutEvent>().Aggregate(Rollout.Initial, Rollout.Evolve);
        if (state.Plan is not { } plan)
        {
            return null;
        }

        var deployment = (await store.FoldAsync(FleetStreams.Deployment, plan.Deployment.Value, ct)).State;
        var names = (await people.ListAsync(ct)).ToDictionary(row => row.Id.Value, row => row.Name);
        var evidence = traffic.EvidenceOf(id);
        var steps = state.RolledBackAt is null ? traffic.Of(plan.Deployment, now - s_shown, now) : traffic.Around(id);
        return new RolloutView(
            id,
            state,
            deployment,
            evidence,
            Gates.Of(state, deployment, evidence, now),
            OffersTo(reader, state, deployment, evidence, now),
            FourEyes(state, reader, deployment, names, now),
            RollbackEffects.Of(facts),
            new TrafficView(steps, Marks(facts)),
            RolloutHistory.Of(facts, state.Author, names));
    }

    private static Offers OffersTo(
        Actor reader, Rollout state, Deployment deployment, StageEvidence evidence, DateTimeOffset now) => new(
        new ApproveRollout(reader.Who, state.PlanDigest, "").Decide(state, deployment, now).Refusal?.Detail
            ?? (state.Approver is null ? null : "It is approved already."),
        new DeclineRollout(reader.Who, "").Decide(state, now).Refusal?.Detail,
        new AdvanceStage(state.StageIndex, reader, evidence).Decide(state, deployment, now).Refusal?.Detail,
        new HoldStage(HoldCause.Manual, "", reader).Decide(state, now).Refusal?.Detail,
        new ReleaseHold(reader.Who, "").Decide(state, deployment, now).Refusal?.Detail,
        new OrderRollback(RollbackCause.Manual, reader, null, "").Decide(state, deployment, now).Refusal?.Detail);

    private static FourEyesView FourEyes(
        Rollout state,
        Actor reader,
        Deployment deployment,
        IReadOnlyDictionary<string, string> names,
        DateTimeOffset now)
    {
        var refusal = new ApproveRollout(reader.Who, state.PlanDigest, "").Decide(state, deployment, now).Refusal;
        var sentence = state.Status switch
        {
            RolloutStatus.Planned => refusal switch
            {
                ApproverIsRequester => "1 of 2. You planned it, so you cannot be second.",
                ApproverIsAuthor => "1 of 2. You registered this version, so you cannot be second.",
                _ => "1 of 2. You can be the second.",
            },
            RolloutStatus.Aborted => $"{RolloutWords.Of(state)}.",
            _ => "2 of 2: two different people.",
        };
        return new FourEyesView(
            RolloutHistory.NameOf(state.Author.Value, names),
            state.Approver is { } approver ? RolloutHistory.NameOf(approver.Value, names) : null,
            sentence);
    }

    private static IReadOnlyList<(DateTimeOffset At, string Label)> Marks(IEnumerable<Fact> facts) =>
    [
        .. facts.Select(fact => fact.Event)
            .Select<object, (DateTimeOffset At, string Label)?>(happened => happened switch
            {
                RolloutEvent.StageEntered e => (e.At, RolloutWords.Percent(e.Percent)),
                RolloutEvent.RollbackOrdered e => (e.At, "Roll back"),
                RolloutEvent.RollbackEffectObserved { CandidateLastSeen: { } last } => (last, "Last of the candidate"),
                RolloutEvent.RolloutCompleted e => (e.At, "Completed"),
                _ => null,
            })
            .OfType<(DateTimeOffset, string)>(),
    ];
}
